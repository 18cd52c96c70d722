# The AWS half of the pipeline for a number of workers: from a ready package to functions that Temporal may invoke.
param([string] $Package, [string] $Name, [string] $PrincipalArn, [string] $Architecture, [int] $Workers = 1, [switch] $Unchanged)
$ErrorActionPreference = 'Stop'
Import-Module TemporalLambda
$inputs = foreach ($number in 1..$Workers) {
    [pscustomobject] @{
        PackagePath = $Package; DeploymentName = "$Name-$number"; BuildId = 'build-1'; Runtime = 'provided.al2023'; Handler = 'bootstrap'
        Architecture = $Architecture
    }
}
$granted = @($inputs | Publish-TemporalLambdaWorker -WorkerAddress temporal:7233 -WorkerNamespace default | Grant-TemporalInvoke -TemporalPrincipalArn $PrincipalArn)
if ($granted.Count -ne $Workers) { throw "Of $Workers workers $($granted.Count) were granted." }
if ($Unchanged -and $granted.Changes.Count -ne 0) { throw "The rerun changed something: $($granted.Changes -join ' ')" }
