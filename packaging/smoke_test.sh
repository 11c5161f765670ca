#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a bare root to a judged classifier, with the package alone. Needs root and mmdebstrap, for noble also Ubuntu's
# keys (ubuntu-archive-keyring.gpg of its package ubuntu-keyring); takes minutes, so it stands beside the tests.
#
#   packaging/smoke_test.sh deb|tgz|server [PACKAGE]      default: the newest such package below build/
#
#   NIDUS_SMOKE_SUITE     bookworm (default) or noble
#   NIDUS_SMOKE_FOLDER    where the root is made (default: a new folder below TMPDIR; it goes again)
#   NIDUS_SMOKE_BARE      keep the bare roots as files with this prefix, and begin with them the next time
#   NIDUS_SMOKE_PICTURES  keep the screenshots there
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:?deb, tgz or server}
suite=${NIDUS_SMOKE_SUITE:-bookworm}
case $kind in
deb) pattern='nidus_*.deb' ;;
tgz) pattern='nidus-[0-9]*-linux-*.tar.gz' ;;
server) pattern='nidus-server-*.tar.gz' ;;
*) echo "deb, tgz or server?" >&2 && exit 2 ;;
esac
newest() { # PATTERN
    find build -path '*/packages/*' -name "$1" -not -path '*/_CPack_Packages/*' -printf '%T@ %p\n' 2>/dev/null |
        sort -n | tail -n 1 | cut -d' ' -f2-
}
package=${2:-$(newest "$pattern")}
[ -f "$package" ] || { echo "No package ${2:-$pattern below build/}. Make it with cpack first (docs/packaging.md)." >&2 && exit 1; }
folder=$(mktemp -d "${NIDUS_SMOKE_FOLDER:-${TMPDIR:-/tmp}}/nidus-smoke-XXXXXX")
root=$folder/root
trap 'rm -rf --one-file-system "$folder"' EXIT
started=$SECONDS

step() { printf '\n== %s (%d s)\n' "$*" $((SECONDS - started)); }

# Inside the root, as somebody without a screen: no network, a home of their own.
inside() {
    unshare --net --mount-proc="$root/proc" --fork --pid "$(command -v chroot)" --userspec="${user:-root}" "$root" /usr/bin/env -i \
        HOME=/home/reader XDG_RUNTIME_DIR=/home/reader PATH="/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen "$@"
}

step "A bare $suite"
case $suite in
noble) mirror='deb http://archive.ubuntu.com/ubuntu noble main universe' keyring=/usr/share/keyrings/ubuntu-archive-keyring.gpg ;;
*) mirror="deb http://deb.debian.org/debian $suite main" keyring=/usr/share/keyrings/debian-archive-keyring.gpg ;;
esac
# What a machine with a screen has of its own: a font, the client libraries of X11 and Wayland, the driver's doors.
extra=
if [ "$kind" != server ]; then
    extra=fonts-noto-cjk
    [ "$kind" = deb ] || extra+=,fontconfig-config,libegl1,libgl1,libopengl0,libx11-6,libx11-xcb1,libxext6,libxcb1,libwayland-client0,libwayland-cursor0,libwayland-egl1
fi
bare=$folder/bare.tar
[ -z "${NIDUS_SMOKE_BARE:-}" ] || bare=$NIDUS_SMOKE_BARE-$suite-$kind.tar
[ -f "$bare" ] || mmdebstrap --quiet --variant=minbase ${extra:+--include=$extra} --aptopt='Acquire::Check-Valid-Until "false"' \
    --keyring="$keyring" "$suite" "$bare" "$mirror"
mkdir "$root"
tar -xf "$bare" -C "$root"
mkdir -p "$root/home/reader" "$root/dev/shm"
chown 1000:1000 "$root/home/reader"
chmod 700 "$root/home/reader"
mount --bind /dev "$root/dev" 2>/dev/null || true
trap 'umount -l "$root/dev" 2>/dev/null || true; rm -rf --one-file-system "$folder"' EXIT
(cd "$root" && find . -xdev -path ./proc -prune -o -path ./dev -prune -o -print | sort) >"$folder/before"

step "Installing $(basename "$package") ($(du -h "$package" | cut -f1))"
if [ "$kind" = deb ]; then
    # First what an older version would be, so that the package is an upgrade.
    dpkg-deb -R "$package" "$folder/older"
    sed -i 's/^Version: .*/Version: 0.0.1/' "$folder/older/DEBIAN/control"
    touch "$folder/older/usr/share/nidus/of-an-older-version"
    dpkg-deb -Znone --root-owner-group -b "$folder/older" "$root/tmp/older.deb" >/dev/null
    cp "$package" "$root/tmp/nidus.deb"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    chroot "$root" apt-get update -qq
    for deb in older nidus; do
        chroot "$root" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends /tmp/$deb.deb >/dev/null
    done
    [ ! -e "$root/usr/share/nidus/of-an-older-version" ]
    rm "$root/tmp/nidus.deb" "$root/tmp/older.deb"
    chroot "$root" dpkg --audit
    chroot "$root" dpkg-query -W nidus
    bin=/usr/bin
    # shellcheck disable=SC2016
    installed=$(chroot "$root" dpkg-query -W -f '${Installed-Size}' nidus)
else
    # A path that breaks what was not written with care, and nothing there can be written.
    place="/opt/my programs/影像 分类"
    mkdir -p "$root$place"
    tar -xzf "$package" -C "$root$place" --no-same-owner
    bin=$(cd "$root" && find "./${place#/}" -path '*/bin/nidus-cli' -printf '/%P\n' | head -n 1)
    bin="$place${bin%/nidus-cli}"
    chmod -R a-w "$root$place"
    installed=$(du -sk "$root$place" | cut -f1)
fi
echo "installed: $((installed / 1024)) MiB"

user=1000:1000
out=/home/reader/结果
step "nidus-cli --version, selftest"
inside "$bin/nidus-cli" --version
inside "$bin/nidus-cli" selftest
if [ "$kind" = server ]; then
    step "A prepared project, made by the demo of the desktop package's command line"
    desktop=$(newest 'nidus-[0-9]*-linux-*.tar.gz')
    [ -f "$desktop" ] || { echo "That needs the portable package below build/." >&2 && exit 1; }
    mkdir "$folder/desktop"
    tar -xzf "$desktop" -C "$folder/desktop"
    cli=$(echo "$folder"/desktop/*/bin/nidus-cli)
    "$cli" demo --out "$root/home/reader/demo" >/dev/null 2>&1
    run=$("$cli" train --project "$root/home/reader/demo/demo.nidus" --preset quick --freeze 2>/dev/null)
    "$cli" convert "$root/home/reader/demo/phantoms/unseen" --out "$root/home/reader/demo/unseen" >/dev/null 2>&1
    rm -rf "$root/home/reader/demo/phantoms" # a server reads what is prepared, not the scans
    chown -R 1000:1000 "$root/home/reader/demo"
    demo=/home/reader/demo
    step "train --fold, collect, export, predict"
    for fold in 0 1 2 3 4; do
        inside "$bin/nidus-cli" train --project $demo/demo.nidus --run "$run" --fold $fold
    done
    inside "$bin/nidus-cli" collect --project $demo/demo.nidus --run "$run"
    inside "$bin/nidus-cli" export --project $demo/demo.nidus --run "$run" --out /home/reader/server.nidusmodel
    inside "$bin/nidus-cli" predict /home/reader/server.nidusmodel $demo/unseen
else
    step "nidus-cli demo"
    inside "$bin/nidus-cli" demo --out "$out"
    step "nidus --version, start of the window"
    inside "$bin/nidus" --version
    for _ in 1 2 3; do inside "$bin/nidus" --benchmark-start; done
    step "A project, a classifier and scans as file arguments of the window"
    inside "$bin/nidus" --tour "$out/pictures" --language zh_CN "$out/demo.nidus" "$out/demo.nidusmodel" "$out/phantoms/unseen"
    find "$root$out/pictures" -name '*.png' -size +5k -printf '%P %s bytes\n' | sort
    [ "$(find "$root$out/pictures" -name '*classify*.png' -size +5k | wc -l)" -gt 0 ] || { echo "no picture of Classify" && exit 1; }
    if [ -n "${NIDUS_SMOKE_PICTURES:-}" ]; then
        mkdir -p "$NIDUS_SMOKE_PICTURES"
        cp -r "$root$out/pictures" "$NIDUS_SMOKE_PICTURES/$kind-$suite"
    fi
fi

step "Removing it"
user=root
rm -rf "$root/home/reader"
if [ "$kind" = deb ]; then
    inside env DEBIAN_FRONTEND=noninteractive apt-get purge -y -qq nidus >/dev/null
else
    chmod -R u+w "$root/opt/my programs"
    rm -rf "$root/opt/my programs"
fi
(cd "$root" && find . -xdev -path ./proc -prune -o -path ./dev -prune -o -print | sort) >"$folder/after"
left=$(comm -13 "$folder/before" "$folder/after" | grep -i nidus || true)
echo "left of Nidus: ${left:-nothing}"
[ -z "$left" ]
step "Passed: $kind on $suite"
