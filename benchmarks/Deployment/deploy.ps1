# What a user's script would be: from a ready package to a workflow's result.
param([string] $Package, [string] $Name, [string] $PrincipalArn, [string] $Architecture, [switch] $Unchanged)
$ErrorActionPreference = 'Stop'
Import-Module TemporalLambda
$worker = New-TemporalLambdaWorker $Package -DeploymentName $Name -BuildId build-1 -Architecture $Architecture |
    Publish-TemporalLambdaWorker |
    Grant-TemporalInvoke -TemporalPrincipalArn $PrincipalArn |
    New-TemporalWorkerDeploymentVersion |
    Set-CurrentTemporalVersion
if ($Unchanged) {
    if ($worker.Changes.Count -ne 0) { throw "The rerun changed something: $($worker.Changes -join ' ')" }
    exit 0
}

$checks = $worker | Test-TemporalLambdaWorker -WorkflowType GreetingWorkflow -WorkflowInput World
if ($checks.Status -contains 'Failed') { throw ($checks -join "`n") }
