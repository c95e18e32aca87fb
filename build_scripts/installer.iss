; Inno Setup 6: the installer for Windows, made by build_windows.ps1 after the build.
; It has not been run where it was written, which is a Linux machine: try it before the first release.
; Per user and without administrator; no data lies in the program's folder, so uninstalling keeps it.

#define Program "..\dist\partydesk\partydesk-desktop.exe"
#define Version GetStringFileInfo(Program, PRODUCT_VERSION)
#define Chinese "Languages\ChineseSimplified.isl"
#if !FileExists(CompilerPath + Chinese)
  #error "Put ChineseSimplified.isl from the Inno Setup translations into the folder Languages of Inno Setup."
#endif

[Setup]
AppId={{229E9DC8-1C7F-4F09-A946-7340B50B577A}
AppName=支部工作台
AppVersion={#Version}
AppVerName=支部工作台 {#Version}
VersionInfoVersion={#Version}
DefaultDirName={autopf}\PartyDesk
DefaultGroupName=支部工作台
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Qt 6.9 needs Windows 10 1809.
MinVersion=10.0.17763
LicenseFile=..\LICENSE
SetupIconFile=..\resources\icons\app.ico
UninstallDisplayIcon={app}\partydesk-desktop.exe
OutputDir=..\dist
OutputBaseFilename=partydesk-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
CloseApplications=yes

[Languages]
Name: "zh"; MessagesFile: "compiler:{#Chinese}"

[Messages]
ConfirmUninstall=要卸载 %1 吗？支部文件、附件和备份都留在原处，不会删除。

[Tasks]
Name: "desktopicon"; Description: "在桌面上放一个图标"

[InstallDelete]
; Of the version before: a library that is no longer used must not stay beside the new ones.
Type: filesandordirs; Name: "{app}\_internal"
; What updates from a stick brought: the program that is installed now goes before them.
Type: filesandordirs; Name: "{app}\versions"
Type: files; Name: "{app}\current.json"

[UninstallDelete]
Type: filesandordirs; Name: "{app}\versions"
Type: files; Name: "{app}\current.json"

[Files]
Source: "..\dist\partydesk\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\支部工作台"; Filename: "{app}\partydesk-desktop.exe"
Name: "{autodesktop}\支部工作台"; Filename: "{app}\partydesk-desktop.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.partydesk"; ValueType: string; ValueData: "PartyDesk.Branch"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\PartyDesk.Branch"; ValueType: string; ValueData: "支部文件"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\PartyDesk.Branch\DefaultIcon"; ValueType: string; ValueData: "{app}\partydesk-desktop.exe,0"
Root: HKA; Subkey: "Software\Classes\PartyDesk.Branch\shell\open\command"; ValueType: string; ValueData: """{app}\partydesk-desktop.exe"" ""%1"""
; Packages and cards are taken in from inside the program: they get a name and an icon only.
Root: HKA; Subkey: "Software\Classes\.pdp"; ValueType: string; ValueData: "PartyDesk.Package"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\PartyDesk.Package"; ValueType: string; ValueData: "上报包"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\PartyDesk.Package\DefaultIcon"; ValueType: string; ValueData: "{app}\partydesk-desktop.exe,0"
Root: HKA; Subkey: "Software\Classes\.pdcard"; ValueType: string; ValueData: "PartyDesk.Card"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\PartyDesk.Card"; ValueType: string; ValueData: "单位名片"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\PartyDesk.Card\DefaultIcon"; ValueType: string; ValueData: "{app}\partydesk-desktop.exe,0"

[Run]
Filename: "{app}\partydesk-desktop.exe"; Description: "打开支部工作台"; Flags: nowait postinstall skipifsilent
