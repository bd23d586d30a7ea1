; Installs Lentigo on Windows: lentigo-VERSION-setup.exe [/S] [/ALLUSERS | /PORTABLE] [/D=FOLDER]
;
; Nothing is asked. Without a switch it is installed for whoever starts it, without administrator's rights. /ALLUSERS,
; given by an administrator, installs it for everybody; /PORTABLE unpacks it, with no entry anywhere, so that its data stay
; beside it; /S says nothing, and /D=, which must come last and takes no quotes, names the folder. What kept it from being
; installed stands in lentigo-setup.log in the folder for temporary files, and its exit code is not 0.
;
; build/windows.py gives VERSION, BUNDLE, LIST, ICON, NEEDED_MB and OUTPUT.

Unicode true
Target amd64-unicode
Name "Lentigo"
OutFile "${OUTPUT}"
Icon "${ICON}"
UninstallIcon "${ICON}"
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ShowInstDetails nevershow
ShowUninstDetails nevershow
AutoCloseWindow true
BrandingText "Lentigo ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Lentigo"
VIAddVersionKey "FileDescription" "Lentigo's installer"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "AGPL-3.0-or-later"

!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "TextFunc.nsh"
!include "WinVer.nsh"
!include "WordFunc.nsh"
!include "x64.nsh"

!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Lentigo"
!define PICTURE "Lentigo.Picture"
!define TOLD_SINCE 19041  ; the build of Windows 10 that tells whether a processor has SSE4.2
!define SSE4_2 38
!define NOTHING_DONE 2
!define OPEN "Nothing was changed: Lentigo is open. Close its window, then"
!define AS_BEFORE "What was here before is as it was."

Var Portable
Var Everybody

Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

!macro Refuse words
    FileOpen $9 "$TEMP\lentigo-setup.log" w
    FileWriteUTF16LE /BOM $9 "${words}$\r$\n"
    FileClose $9
    MessageBox MB_OK|MB_ICONSTOP "${words}" /SD IDOK
    SetErrorLevel ${NOTHING_DONE}
    Quit
!macroend

; A program that runs cannot be opened for writing.
!macro RefuseWhileOpen program then
    ${If} ${FileExists} "$INSTDIR\${program}"
        ClearErrors
        FileOpen $9 "$INSTDIR\${program}" a
        ${If} ${Errors}
            !insertmacro Refuse "${OPEN} ${then}"
        ${EndIf}
        FileClose $9
    ${EndIf}
!macroend

; Whose menu, and whose part of the registry.
!macro ChooseWhose
    SetRegView 64
    ${If} $Everybody == 1
        SetShellVarContext all
    ${Else}
        SetShellVarContext current
    ${EndIf}
!macroend

; All that was installed, from one folder to another, by renaming; the error flag tells where something is in use.
!macro Move from to
    ${If} ${FileExists} "${from}\lentigo.exe"
        Rename "${from}\lentigo.exe" "${to}\lentigo.exe"
        Rename "${from}\lentigo-window.exe" "${to}\lentigo-window.exe"
        Rename "${from}\_internal" "${to}\_internal"
        Rename "${from}\files.txt" "${to}\files.txt"
        ${If} ${FileExists} "${from}\uninstall.exe"
            Rename "${from}\uninstall.exe" "${to}\uninstall.exe"
        ${EndIf}
        ${If} ${FileExists} "${from}\portable.txt"
            Rename "${from}\portable.txt" "${to}\portable.txt"
        ${EndIf}
    ${EndIf}
!macroend

; Delete what files.txt of the folder on the stack names: files, then folders, where they are empty; then the list.
!macro DeleteListed un
Function ${un}DeleteListed
    Pop $0
    ClearErrors
    FileOpen $1 "$0\files.txt" r
    ${IfNot} ${Errors}
        ${Do}
            ClearErrors
            FileReadUTF16LE $1 $2
            ${If} ${Errors}
                ${Break}
            ${EndIf}
            ${${un}TrimNewLines} $2 $2
            StrCpy $3 $2 1 -1
            ${If} $3 == "\"
                RMDir "$0\$2"
            ${Else}
                Delete "$0\$2"
            ${EndIf}
        ${Loop}
        FileClose $1
        Delete "$0\files.txt"
        ClearErrors
    ${EndIf}
FunctionEnd
!macroend
!insertmacro DeleteListed ""
!insertmacro DeleteListed "un."

Function .onInit
    ${IfNot} ${RunningX64}
        !insertmacro Refuse "Nothing was installed. Lentigo needs a 64-bit Windows; this one has 32 bits."
    ${EndIf}
    ${IfNot} ${AtLeastWin10}
        !insertmacro Refuse "Nothing was installed. Lentigo needs Windows 10 or newer."
    ${EndIf}
    ${If} ${AtLeastBuild} ${TOLD_SINCE}
        System::Call "kernel32::IsProcessorFeaturePresent(i ${SSE4_2}) i .r0"
        ${If} $0 == 0
            !insertmacro Refuse "Nothing was installed. This computer's processor is too old: it lacks SSE4.2, which processors have since about 2011."
        ${EndIf}
    ${EndIf}
    Call ReadSwitches
    !insertmacro ChooseWhose
    Call ChooseFolder
    Call RefuseOlder
    !insertmacro RefuseWhileOpen "lentigo.exe" "install again."
    !insertmacro RefuseWhileOpen "lentigo-window.exe" "install again."
    ${GetRoot} "$INSTDIR" $0
    ${DriveSpace} "$0\" "/D=F /S=M" $1
    ${If} $1 < ${NEEDED_MB}
        !insertmacro Refuse "Nothing was installed. It needs ${NEEDED_MB} MB on $0; $1 MB are free."
    ${EndIf}
FunctionEnd

Function ReadSwitches
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/ALLUSERS" $1
    ${IfNot} ${Errors}
        StrCpy $Everybody 1
    ${EndIf}
    ClearErrors
    ${GetOptions} $0 "/PORTABLE" $1
    ${IfNot} ${Errors}
        StrCpy $Portable 1
    ${EndIf}
FunctionEnd

; The folder of /D=, or where the last version is, or the usual one.
Function ChooseFolder
    ${If} $INSTDIR == ""
    ${AndIf} $Portable == 1
        StrCpy $INSTDIR "$EXEDIR\Lentigo"
    ${EndIf}
    ${If} $INSTDIR == ""
        ReadRegStr $INSTDIR SHCTX "${ENTRY}" "InstallLocation"
    ${EndIf}
    ${If} $INSTDIR == ""
        ${If} $Everybody == 1
            StrCpy $INSTDIR "$PROGRAMFILES64\Lentigo"
        ${Else}
            StrCpy $INSTDIR "$LOCALAPPDATA\Programs\Lentigo"
        ${EndIf}
    ${EndIf}
FunctionEnd

Function RefuseOlder
    ${If} $Portable == 1
        ${If} ${FileExists} "$INSTDIR\lentigo.exe"
            !insertmacro Refuse "Nothing was changed: $INSTDIR holds a Lentigo already."
        ${EndIf}
        Return
    ${EndIf}
    ReadRegStr $0 SHCTX "${ENTRY}" "DisplayVersion"
    ${If} $0 != ""
        ${VersionCompare} "$0" "${VERSION}" $1
        ${If} $1 == 1
            !insertmacro Refuse "Nothing was changed: version $0 is here, which is newer than ${VERSION}. An older one could not read its cases."
        ${EndIf}
    ${EndIf}
FunctionEnd

; Unpacked beside what is there, tried, and only then put in its place.
Section
    StrCpy $8 "$INSTDIR\unfinished"
    Push "$8"
    Call DeleteListed
    SetOutPath "$8"
    ClearErrors
    File "/oname=files.txt" "${LIST}"
    File /r "${BUNDLE}\*"
    FileOpen $9 "$8\portable.txt" w  ; for the trial, too, which so leaves the person's own data alone
    FileWrite $9 "Because of this file, Lentigo keeps its data in the folder data beside it.$\r$\n"
    FileClose $9
    ${If} $Portable != 1
        WriteUninstaller "$8\uninstall.exe"
    ${EndIf}
    ${If} ${Errors}
        Call GiveUp
        !insertmacro Refuse "Nothing was installed: $INSTDIR cannot be written, or the disk is full. ${AS_BEFORE}"
    ${EndIf}
    SetOutPath "$TEMP"
    nsExec::ExecToStack '"$8\lentigo.exe" --version'
    Pop $0
    Pop $1
    RMDir /r "$8\data"
    ${If} $Portable != 1
        Delete "$8\portable.txt"
    ${EndIf}
    ${If} $0 != 0
        Call GiveUp
        !insertmacro Refuse "Nothing was installed: Lentigo does not run here. ${AS_BEFORE} $1"
    ${EndIf}
    Call PutInPlace
    ${If} $Portable != 1
        Call WriteEntries
    ${EndIf}
SectionEnd

Function GiveUp
    SetOutPath "$TEMP"
    Delete "$8\uninstall.exe"
    Delete "$8\portable.txt"
    Push "$8"
    Call DeleteListed
    RMDir "$8"
    RMDir "$INSTDIR"
FunctionEnd

; What was here moves aside by a few renames, and is deleted by its own list once the new one stands in its place.
Function PutInPlace
    Push "$INSTDIR\old"
    Call DeleteListed
    CreateDirectory "$INSTDIR\old"
    ClearErrors
    !insertmacro Move "$INSTDIR" "$INSTDIR\old"
    ${IfNot} ${Errors}
        !insertmacro Move "$8" "$INSTDIR"
    ${EndIf}
    ${If} ${Errors}
        !insertmacro Move "$INSTDIR\old" "$INSTDIR"
        Call GiveUp
        RMDir "$INSTDIR\old"
        !insertmacro Refuse "Nothing was installed: a file of the old version is in use. Close Lentigo, then install again."
    ${EndIf}
    Delete "$INSTDIR\old\uninstall.exe"
    Push "$INSTDIR\old"
    Call DeleteListed
    RMDir "$INSTDIR\old"
    RMDir "$8"
FunctionEnd

!macro Offered kind
    WriteRegStr SHCTX "Software\Classes\.${kind}\OpenWithProgids" "${PICTURE}" ""
!macroend
!macro NotOffered kind
    DeleteRegValue SHCTX "Software\Classes\.${kind}\OpenWithProgids" "${PICTURE}"
!macroend
!macro Pictures do
    !insertmacro ${do} "jpg"
    !insertmacro ${do} "jpeg"
    !insertmacro ${do} "png"
    !insertmacro ${do} "heic"
    !insertmacro ${do} "heif"
    !insertmacro ${do} "webp"
    !insertmacro ${do} "avif"
    !insertmacro ${do} "tif"
    !insertmacro ${do} "tiff"
    !insertmacro ${do} "bmp"
    !insertmacro ${do} "dcm"
!macroend

; The Start menu, the list of programs, and "Open with" of pictures, where it becomes nobody's first choice.
Function WriteEntries
    CreateShortcut "$SMPROGRAMS\Lentigo.lnk" "$INSTDIR\lentigo-window.exe"
    WriteRegStr SHCTX "${ENTRY}" "DisplayName" "Lentigo"
    WriteRegStr SHCTX "${ENTRY}" "DisplayVersion" "${VERSION}"
    WriteRegStr SHCTX "${ENTRY}" "DisplayIcon" "$INSTDIR\lentigo-window.exe"
    WriteRegStr SHCTX "${ENTRY}" "InstallLocation" "$INSTDIR"
    WriteRegStr SHCTX "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr SHCTX "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD SHCTX "${ENTRY}" "NoModify" 1
    WriteRegDWORD SHCTX "${ENTRY}" "NoRepair" 1
    SectionGetSize 0 $0
    WriteRegDWORD SHCTX "${ENTRY}" "EstimatedSize" $0
    WriteRegDWORD SHCTX "${ENTRY}" "Everybody" $Everybody
    WriteRegStr SHCTX "Software\Classes\${PICTURE}" "" "Lentigo"
    WriteRegStr SHCTX "Software\Classes\${PICTURE}\DefaultIcon" "" "$INSTDIR\lentigo-window.exe,0"
    WriteRegStr SHCTX "Software\Classes\${PICTURE}\shell\open\command" "" '"$INSTDIR\lentigo-window.exe" open "%1"'
    !insertmacro Pictures Offered
    ${RefreshShellIcons}
FunctionEnd

Function .onInstSuccess
    ${IfNot} ${Silent}
    ${AndIf} $Portable != 1
        MessageBox MB_YESNO|MB_ICONINFORMATION "Lentigo ${VERSION} is installed, and in the Start menu. Open it now?" IDNO closed
        Exec '"$INSTDIR\lentigo-window.exe"'
        closed:
    ${EndIf}
FunctionEnd

Function un.onInit
    SetRegView 64
    ReadRegStr $0 HKLM "${ENTRY}" "InstallLocation"
    ${If} $0 == $INSTDIR
        StrCpy $Everybody 1
    ${EndIf}
    !insertmacro ChooseWhose
    !insertmacro RefuseWhileOpen "lentigo.exe" "remove it again."
    !insertmacro RefuseWhileOpen "lentigo-window.exe" "remove it again."
FunctionEnd

; Exactly what was installed. Cases, settings and models stay.
Section "Uninstall"
    Push "$INSTDIR"
    Call un.DeleteListed
    Delete "$INSTDIR\uninstall.exe"
    Delete "$SMPROGRAMS\Lentigo.lnk"
    !insertmacro Pictures NotOffered
    DeleteRegKey SHCTX "Software\Classes\${PICTURE}"
    DeleteRegKey SHCTX "${ENTRY}"
    SetOutPath "$TEMP"
    RMDir "$INSTDIR"
    ${un.RefreshShellIcons}
SectionEnd
