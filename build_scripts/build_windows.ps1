# Build PartyDesk on Windows in one command, from any folder:
#   powershell -ExecutionPolicy Bypass -File build_scripts\build_windows.ps1
# Makes .venv, builds dist\partydesk, tries it, and makes the installer if Inno Setup 6 is here.
# PyInstaller cannot build for Windows elsewhere. This script was written on Linux and has not been
# run yet: whoever runs it first reads its output with care.
$ErrorActionPreference = 'Stop'
Set-Location (Split-Path $PSScriptRoot)

function Invoke-Checked {
    param([string] $Program, [string[]] $Arguments)
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$Program ended with $LASTEXITCODE" }
}

# dev.py makes the environment from the locked packages; it refuses a Python that does not fit.
if (Get-Command py -ErrorAction SilentlyContinue) {
    Invoke-Checked 'py' @('-3', 'build_scripts\dev.py', 'build', '--release')
} else {
    Invoke-Checked 'python' @('build_scripts\dev.py', 'build', '--release')
}

$places = @($env:ProgramFiles, ${env:ProgramFiles(x86)}, "$env:LOCALAPPDATA\Programs")
$compiler = $places | ForEach-Object { "$_\Inno Setup 6\ISCC.exe" } |
    Where-Object { Test-Path $_ } | Select-Object -First 1
if ($compiler) {
    Invoke-Checked $compiler @('build_scripts\installer.iss')
    Get-ChildItem dist\*-setup.exe
} else {
    Write-Host 'Inno Setup 6 is not here: dist\partydesk is complete, the installer was not made.'
}
