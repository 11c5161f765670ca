# SPDX-License-Identifier: Apache-2.0
# Completion of nidus-cli for bash: commands and options are read from the program's own help.
_nidus_cli() {
    local program=${COMP_WORDS[0]} word=${COMP_WORDS[COMP_CWORD]} command='' i
    for ((i = 1; i < COMP_CWORD; i++)); do
        [[ ${COMP_WORDS[i]} == -* ]] || { command=${COMP_WORDS[i]} && break; }
    done
    local reply=()
    if [[ $word == -* ]]; then
        mapfile -t reply < <(compgen -W "$("$program" ${command:+"$command"} --help 2>/dev/null \
            | grep -oE '(^|[ ,])--[a-z][a-z-]*' | tr -d ' ,' | sort -u)" -- "$word")
    elif [[ -z $command ]]; then
        mapfile -t reply < <(compgen -W "$("$program" --help 2>/dev/null \
            | sed -n '/[Ss][Uu][Bb][Cc][Oo][Mm][Mm][Aa][Nn][Dd][Ss]:/,$s/^  \([a-z][a-z-]*\).*/\1/p')" -- "$word")
    elif [[ ${COMP_WORDS[COMP_CWORD - 1]} == --preset ]]; then
        mapfile -t reply < <(compgen -W 'quick balanced thorough textbook scratch random-encoder nnunet-sgd openmind' -- "$word")
    fi
    COMPREPLY=("${reply[@]}")
}
complete -o default -F _nidus_cli nidus-cli
