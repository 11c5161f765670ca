#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Relative links of the Markdown files lead to a file, and to a heading where they name one; the user's guide has the same
# pages and pictures in each language.
set -uo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."
faults=0

fault() {
    echo "$1"
    faults=$((faults + 1))
}

# The names of the headings of a file, as GitHub makes them.
anchors() {
    sed -n 's/^##* //p' "$1" | sed 's/.*/\L&/; s/[^[:alnum:] _-]//g; s/ /-/g'
}

while read -r page; do
    while read -r link; do
        file=${link%%#*}
        target=$page
        [ -z "$file" ] || target=$(dirname "$page")/$file
        if [ ! -e "$target" ]; then
            fault "$page: $link leads nowhere"
        elif [[ $link == *'#'* ]] && ! anchors "$target" | grep -qxF -- "${link#*#}"; then
            fault "$page: $link names no heading"
        fi
    done < <(grep -oP '\]\(\K[^)\s]+' "$page" | grep -vE '^[a-z]+:')
done < <(find ./*.md LICENSES docs resources -name '*.md' | sort)

for folder in docs/user docs/user/images; do
    diff <(ls $folder/en) <(ls $folder/zh_CN) || fault "$folder: the languages differ"
done
exit $((faults > 0))
