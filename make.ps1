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

# What a Python says of itself, such as 3.12; nothing where it does not start. The Store puts a `python` in place that
# only opens the Store: it starts, says nothing and fails.
function Get-PythonVersion {
    param([string]$Program, [string[]]$Before)
    try {
        $Said = & $Program @Before "-c" "import sys; print('%d.%d' % sys.version_info[:2])" 2>$null
        if ($LASTEXITCODE -eq 0) { return [string]$Said }
    }
    catch { }
    return ""
}

function New-Environment {
    if (Test-Path ".venv") {
        # An installation that was broken off leaves a folder without pip: made anew.
        if (Test-Path $Python) {
            & $Python "-m" "pip" "--version" *> $null
            if ($LASTEXITCODE -eq 0) { return }
        }
        Write-Host "The environment in .venv is not complete; it is made anew."
        Remove-Item -Recurse -Force ".venv"
    }
    $Found = ""
    foreach ($Candidate in @(@("py", "-3"), @("python"))) {
        if (-not (Get-Command $Candidate[0] -ErrorAction SilentlyContinue)) { continue }
        $Before = @($Candidate | Select-Object -Skip 1)
        $Version = Get-PythonVersion $Candidate[0] $Before
        if ($Version -eq "") { continue }
        $Found = $Version
        if ([version]$Version -ge [version]"3.11") {
            Invoke-Checked $Candidate[0] ($Before + @("-m", "venv", ".venv"))
            return
        }
    }
    if ($Found -ne "") { throw "Python $Found is too old: 3.11 or later is needed. Install it from python.org and try again." }
    $Stub = Get-Command "python" -ErrorAction SilentlyContinue
    if ($Stub -and $Stub.Source -like "*WindowsApps*") {
        throw "The python that Windows finds only opens the Microsoft Store. Install Python 3.11 or later from python.org (tick 'Add python.exe to PATH') and try again."
    }
    throw "Python 3.11 or later is needed; install it from python.org and try again."
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
