# A session that makes a version current for each build id that it reads.
param([string] $Package, [string] $PrincipalArn, [string] $Architecture)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module TemporalLambda
$worker = New-TemporalLambdaWorker $Package -DeploymentName bench -BuildId build -Architecture $Architecture |
    Publish-TemporalLambdaWorker |
    Grant-TemporalInvoke -TemporalPrincipalArn $PrincipalArn
"ready {""function"": ""$($worker.QualifiedArn)"", ""role"": ""$($worker.InvokeRoleArn)"", ""externalId"": ""$($worker.ExternalId)""}"
while ($build = [Console]::In.ReadLine()) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $routed = $worker | New-TemporalWorkerDeploymentVersion -BuildId $build -TimeoutSeconds 0 | Set-CurrentTemporalVersion -AllowNoPollers
    $seconds = $clock.Elapsed.TotalSeconds
    if (-not $routed.IsCurrent) { throw "$build is not current." }
    "seconds $($seconds.ToString([Globalization.CultureInfo]::InvariantCulture))"
}
