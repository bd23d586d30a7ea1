# Whether Lentigo can be put on this computer, in a sentence where it cannot. Part of the Debian package's scripts and of
# the installer for one person; installer/pack.py puts it into each.

refuse() {
    printf 'Lentigo: %s\n' "$*" >&2
    exit 1
}

check_computer() {
    machine=$(uname -m)
    if [ "$machine" != x86_64 ] || [ ! -e /lib64/ld-linux-x86-64.so.2 ]; then
        refuse "Nothing was installed. It needs a 64-bit system on an Intel or AMD processor (x86-64); this is $machine."
    fi
    if [ -r /proc/cpuinfo ] && ! grep -qw sse4_2 /proc/cpuinfo; then
        refuse "Nothing was installed. This computer's processor is too old: it lacks SSE4.2, which processors have since about 2011."
    fi
}

# Whether a program of this file, or of any file below this folder, runs.
is_running() {
    for process in /proc/[0-9]*; do
        # Lentigo keeps others from reading its memory, and with that the first link; what it was started as can be read.
        file=$(readlink "$process/exe" 2>/dev/null) ||
            file=$( (readlink -f "$(tr '\0' '\n' <"$process/cmdline" | head -n 1)") 2>/dev/null)
        case $file in
            "$1" | "$1 (deleted)" | "$1"/*) return 0 ;;
        esac
    done
    return 1
}
