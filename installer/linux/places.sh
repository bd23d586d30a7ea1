# Where Lentigo lies for one person, and what it puts elsewhere. Part of the installer for one person and of the script
# that removes it; installer/pack.py puts it into each. `home` is the program's folder:
#
#     VERSION-RANDOM/   one unpacked program; its list files.txt was written first
#     current           a link to the one in use: changing it is the whole of an update
#
# Both programs read `home`, so each path may have blanks and any letters in it.

data=${XDG_DATA_HOME:-$HOME/.local/share}
command=$HOME/.local/bin/lentigo

# Exactly what its list names, then the folders that are empty now: what somebody else put there stays.
remove_program() {
    [ ! -f "$1/files.txt" ] || (cd "$1" && tr '\n' '\0' < files.txt | xargs -0 rm -f --)
    rm -rf "$1/trial" "$1.link"
    find "$1" -depth -type d -exec rmdir {} + 2>/dev/null || :
}

remove_other_programs() {
    for program in "$home"/*-??????; do
        [ ! -d "$program" ] || [ "$program" = "$1" ] || remove_program "$program"
    done
}

# As a value of Exec= in a desktop entry: quoted there, and once more as every string is.
as_exec() {
    printf '"%s" open %%F' "$(printf %s "$home/current/lentigo" | sed 's/[\\"`$]/\\&/g; s/\\/\\\\/g; s/%/%%/g')"
}

write_entries() {
    (cd "$1/share" && find . -type f) | while IFS= read -r entry; do
        mkdir -p "$data/${entry%/*}"
        case $entry in
            *.desktop)
                exec_line=$(as_exec) awk '/^Exec=/ { print "Exec=" ENVIRON["exec_line"]; next } { print }' \
                    "$1/share/$entry" > "$data/$entry.new"
                ;;
            *) cp "$1/share/$entry" "$data/$entry.new" ;;
        esac
        mv "$data/$entry.new" "$data/$entry"
    done
    mkdir -p "${command%/*}"
    if [ ! -e "$command" ] && [ ! -L "$command" ] || is_our_command; then
        ln -sfn "$home/current/lentigo" "$command"
    fi
    update_menus
}

is_our_command() {
    [ "$(readlink "$command")" = "$home/current/lentigo" ]
}

remove_entries() {
    (cd "$1/share" 2>/dev/null && find . -type f) | while IFS= read -r entry; do
        rm -f "$data/$entry"
        (cd "$data" && rmdir -p --ignore-fail-on-non-empty "${entry%/*}" 2>/dev/null) || :
    done
    ! is_our_command || rm -f "$command"
    update_menus
}

update_menus() {
    if [ -f "$data/applications/mimeinfo.cache" ] && command -v update-desktop-database > /dev/null; then
        update-desktop-database "$data/applications" 2>/dev/null || :
    fi
}
