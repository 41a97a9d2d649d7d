# The two commands for Windows: ./make.ps1 demo and ./make.ps1 test, as the Makefile does elsewhere.
# Everything is installed in .venv beside this file; the tests need LibreOffice, which is not installed for you.
param(
    [Parameter(Position = 0)]
    [ValidateSet("demo", "test")]
    [string]$Target = "demo"
)

$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot
$Bin = Join-Path ".venv" "Scripts"
$Python = Join-Path $Bin "python.exe"

function Invoke-Checked {
    param([string]$Program, [string[]]$Arguments)
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function New-Environment {
    if (Test-Path $Python) { return }
    $Launcher = Get-Command "py" -ErrorAction SilentlyContinue
    if ($Launcher) {
        Invoke-Checked "py" @("-3", "-c", "import sys; sys.exit(sys.version_info < (3, 11))")
        Invoke-Checked "py" @("-3", "-m", "venv", ".venv")
    }
    elseif (Get-Command "python" -ErrorAction SilentlyContinue) {
        Invoke-Checked "python" @("-c", "import sys; sys.exit(sys.version_info < (3, 11))")
        Invoke-Checked "python" @("-m", "venv", ".venv")
    }
    else { throw "Python 3.11 or later is needed; install it from python.org and try again." }
}

function Install-Project {
    param([string]$What)
    New-Environment
    Invoke-Checked $Python @("-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--constraint", "constraints.txt", "--editable", $What)
}

function Find-Office {
    if (Get-Command "soffice" -ErrorAction SilentlyContinue) { return }
    $Folder = Join-Path $env:ProgramFiles "LibreOffice\program"
    if (-not (Test-Path (Join-Path $Folder "soffice.exe"))) {
        throw "The tests recalculate workbooks with LibreOffice. Install it (winget install TheDocumentFoundation.LibreOffice) and try again."
    }
    $env:PATH = "$Folder;$env:PATH"
}

switch ($Target) {
    "demo" {
        Install-Project "."
        Invoke-Checked (Join-Path $Bin "kostenonderzoek.exe") @("demo", "--out", "demo", "--force")
    }
    "test" {
        Install-Project ".[dev]"
        Find-Office
        Invoke-Checked (Join-Path $Bin "ruff.exe") @("format", "--check", ".")
        Invoke-Checked (Join-Path $Bin "ruff.exe") @("check", ".")
        Invoke-Checked (Join-Path $Bin "mypy.exe") @()
        Invoke-Checked (Join-Path $Bin "lint-imports.exe") @()
        Invoke-Checked $Python @("-m", "pytest", "--numprocesses", "auto", "--maxprocesses", "4", "--dist", "loadfile")
    }
}
exit 0
