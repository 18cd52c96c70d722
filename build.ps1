#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests or packages the module: the same dotnet commands as without PowerShell.
.EXAMPLE
    ./build.ps1
    Builds; the importable module is in out/TemporalLambda.
.EXAMPLE
    ./build.ps1 test -Pester
    Runs the tests, then the Pester suites against the built module.
.EXAMPLE
    ./build.ps1 package
    Makes out/TemporalLambda.VERSION.zip for a release.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('build', 'test', 'package')]
    [string] $Task = 'build',

    # Also run tests/Pester; needs Pester 5.
    [switch] $Pester
)

$ErrorActionPreference = 'Stop'
Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'build' { dotnet build }
        'test' { dotnet test }
        'package' { dotnet build --configuration Release }
    }

    if ($LASTEXITCODE -ne 0) { throw "dotnet $Task failed with exit code $LASTEXITCODE." }

    if ($Task -eq 'test' -and $Pester) {
        Invoke-Pester -Path tests/Pester -CI
    }

    if ($Task -eq 'package') {
        $version = (Import-PowerShellDataFile out/TemporalLambda/TemporalLambda.psd1).ModuleVersion
        Compress-Archive -Path out/TemporalLambda -DestinationPath "out/TemporalLambda.$version.zip" -Force
    }
}
finally {
    Pop-Location
}
