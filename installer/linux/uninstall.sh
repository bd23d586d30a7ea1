#!/bin/sh
# Removes the Lentigo that this script lies in: exactly the files that its lists name. Cases, settings and models stay.
set -u
@COMPUTER@
@PLACES@

here=$(cd "$(dirname "$0")" && pwd -P)
home=$(dirname "$here")
! is_running "$here" || refuse "Nothing was removed: Lentigo is open. Close its window, then remove it again."
remove_entries "$here"
rm -f "$home/current"
remove_other_programs "$here"
remove_program "$here"
rmdir "$home" 2>/dev/null || :
printf '%s\n' "Lentigo was removed. Its cases, settings and models stay in $data/Lentigo."
