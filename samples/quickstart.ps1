<#
.SYNOPSIS
    Takes a Temporal worker from source to a finished workflow on this machine: no account, no container engine.
.DESCRIPTION
    The sandbox is Lambda, IAM, STS and CloudWatch Logs on loopback with the real Temporal server beside it. Without its lines, and with
    AWS credentials and a Temporal connection of your own, the same pipeline is a real deployment.

    The script uses the language, the module's cmdlets and nothing else, so that it also runs on the bare engine of src/Shell.
.EXAMPLE
    dotnet run --project src/Shell -- samples/quickstart.ps1
.EXAMPLE
    pwsh samples/quickstart.ps1 -Path samples/GoWorker/go-worker-x86_64.zip -Name World
#>
param(
    # A .NET or Go project, or a ready zip, folder or executable of any Temporal SDK.
    [string] $Path = "$PSScriptRoot/HelloWorker",

    # What GreetingWorkflow is to greet.
    [string] $Name = 'World',

    # The Temporal server to run; by default the one on PATH, else the one that the module carries.
    [string] $TemporalCliPath
)

$ErrorActionPreference = 'Stop'
$clock = [Diagnostics.Stopwatch]::StartNew()
if (-not (Get-Module TemporalLambda)) {
    Import-Module "$PSScriptRoot/../out/TemporalLambda/TemporalLambda.psd1"
}

$server = @{}
if ($TemporalCliPath) { $server.TemporalCliPath = $TemporalCliPath }

# HelloWorker is made for NativeAOT, which starts faster and is left out here: it needs a tool chain that not every machine has.
$build = @{}
if (-not $PSBoundParameters.ContainsKey('Path')) { $build.Packaging = 'ReadyToRun' }

$sandbox = Start-TemporalLambdaSandbox @server
try {
    $worker = New-TemporalLambdaWorker $Path -Architecture $sandbox.Architecture @build |
        Publish-TemporalLambdaWorker |
        Grant-TemporalInvoke |
        New-TemporalWorkerDeploymentVersion |
        Set-CurrentTemporalVersion
    $checks = $worker | Test-TemporalLambdaWorker -WorkflowType GreetingWorkflow -WorkflowInput $Name
}
finally {
    Stop-TemporalLambdaSandbox $sandbox
}

$worker.Stages | Out-Default
$checks | Out-Default

$failed = $checks.Where({ $_.Status -eq 'Failed' })
$clock.Stop()
if ($failed) {
    "$($failed.Count) of $($checks.Count) checks failed."
    exit 1
}

"Done in $($clock.Elapsed.TotalSeconds.ToString('0.0')) s."
exit 0
