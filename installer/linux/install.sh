#!/bin/sh
# Lentigo @VERSION@ for one person, without administrator's rights: sh lentigo-@VERSION@-linux.run [--to FOLDER] [--portable FOLDER]
#
# Nothing is asked, nothing is fetched. Stopped anywhere, it leaves the version that was there, or none; giving the same
# command again goes on from there. What follows the last line is the program, as tar and xz made it.
set -u
umask 022
version=@VERSION@
header_bytes=@HEADER_BYTES@
packed_bytes=@PACKED_BYTES@
packed_sha256=@PACKED_SHA256@
unpacked_kb=@UNPACKED_KB@

@COMPUTER@
@PLACES@

usage() {
    cat <<END
sh $(basename "$0") [--to FOLDER] [--portable FOLDER]

Without an option, Lentigo is installed below ~/.local for whoever gives the command, with an entry in the menu.
  --to FOLDER        install there instead
  --portable FOLDER  unpack into FOLDER/Lentigo, with no entry; its data stay beside it, on a stick too
END
}

main() {
    home=$HOME/.local/lib/lentigo
    portable=
    while [ $# -gt 0 ]; do
        case $1 in
            --to) home=${2:?a folder after --to}; shift ;;
            --portable) portable=${2:?a folder after --portable}; shift ;;
            *) usage; [ "$1" = --help ]; exit $? ;;
        esac
        shift
    done
    check_computer
    check_system
    [ -z "$portable" ] || home=$portable
    case $home in /*) ;; *) home=$PWD/$home ;; esac
    check_room
    if [ -n "$portable" ]; then unpack_portable; else install; fi
}

check_system() {
    glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/glibc //')
    if [ -z "$glibc" ] || [ "$(printf '%s\n' 2.35 "$glibc" | sort -V | head -n 1)" != 2.35 ]; then
        refuse "Nothing was installed. It needs Debian 12, Ubuntu 22.04, or another system as new (glibc 2.35); this has ${glibc:-none}."
    fi
    command -v xz >/dev/null ||
        refuse "Nothing was installed. It is packed with xz, which is missing here. An administrator installs it with: apt-get install xz-utils"
}

check_room() {
    place=$home
    while [ ! -d "$place" ]; do place=$(dirname "$place"); done
    [ -w "$place" ] || refuse "Nothing was installed. You may not write to $place; name another folder with --to."
    free_kb=$(df -Pk "$place" | awk 'END { print $4 }')
    if [ "$free_kb" -lt "$unpacked_kb" ]; then
        refuse "Nothing was installed. It needs $((unpacked_kb / 1000)) MB in $place; $((free_kb / 1000)) MB are free."
    fi
}

install() {
    [ "$(id -u)" != 0 ] || [ "$home" != "$HOME/.local/lib/lentigo" ] ||
        refuse "Nothing was installed. Give the command as the person who will use Lentigo, not as root; or name a folder with --to."
    ! is_running "$(readlink -m "$home")" ||
        refuse "Nothing was changed: Lentigo is open. Close its window, then install again."
    refuse_older
    mkdir -p "$home" && program=$(mktemp -d "$home/$version-XXXXXX") || refuse "Nothing was installed: $home cannot be written."
    chmod 755 "$program"
    trap 'undo; exit 130' INT TERM HUP
    unpack "$program"
    try_out "$program"
    sync -f "$program" 2>/dev/null || sync
    ln -sfn "${program##*/}" "$program.link" && mv -fT "$program.link" "$home/current" || fail "$home cannot be written"
    trap - INT TERM HUP
    write_entries "$program"
    remove_other_programs "$program"
    printf '%s\n' "Lentigo $version is installed in $home. It is in the menu, and starts as: $command" \
        "To remove it: $home/current/uninstall"
    tell_missing "$program"
}

refuse_older() {
    here=$(cat "$home/current/version.txt" 2>/dev/null) || return 0
    if [ "$(printf '%s\n' "$here" "$version" | sort -V | tail -n 1)" != "$version" ]; then
        refuse "Nothing was changed: version $here is here, which is newer than $version. An older one could not read its cases."
    fi
}

unpack_portable() {
    [ ! -e "$home/Lentigo" ] || refuse "Nothing was changed: $home/Lentigo is there already."
    mkdir -p "$home" && program=$(mktemp -d "$home/.lentigo-XXXXXX") || refuse "Nothing was unpacked: $home cannot be written."
    chmod 755 "$program"
    trap 'undo; exit 130' INT TERM HUP
    ln -s x "$program/trial" 2>/dev/null || fail "this disk keeps no links, as FAT32 and exFAT do not; name a folder on another"
    rm "$program/trial"
    unpack "$program"
    rm -f "$program/uninstall"
    printf '%s\n' "Because of this file, Lentigo keeps its data in the folder data beside it." > "$program/portable.txt"
    try_out "$program"
    sync -f "$program" 2>/dev/null || sync
    mv -T "$program" "$home/Lentigo" || fail "$home cannot be written"
    printf '%s\n' "Lentigo $version is unpacked: $home/Lentigo/lentigo opens the window."
}

# The packed program is hashed as it is read: a copy that was cut off or changed never comes into use.
unpack() {
    printf '%s\n' "Unpacking Lentigo $version …"
    sum=$(tail -c "+$((header_bytes + 1))" "$0" | head -c "$packed_bytes" | sha256sum | cut -d ' ' -f 1)
    [ "$sum" = "$packed_sha256" ] || fail "this file is damaged or incomplete; copy it again"
    tail -c "+$((header_bytes + 1))" "$0" | head -c "$packed_bytes" | tar -xJf - -C "$1" --no-same-owner ||
        fail "it could not be unpacked; the disk may be full"
}

# What would not start must not replace what does.
try_out() {
    told=$(XDG_DATA_HOME="$1/trial" "$1/lentigo" --version 2>&1) || fail "it does not run here: $told"
    rm -rf "$1/trial"
    printf '%s\n' "$told"
}

undo() {
    remove_program "$program"
    rmdir "$home" 2>/dev/null || :
}

fail() {
    undo
    refuse "Nothing was installed: $*. What was here before is as it was."
}

tell_missing() {
    missing=$(ldd "$1"/_internal/PySide6/Qt/plugins/platforms/libqxcb.so 2>/dev/null | awk '/not found/ { print $1 }' | sort -u)
    [ -z "$missing" ] || printf '%s\n' "The window needs libraries that this system lacks:" $missing \
        "On Debian and Ubuntu, an administrator installs them with: apt-get install @SCREEN_PACKAGES@"
}

main "$@"
exit 0
