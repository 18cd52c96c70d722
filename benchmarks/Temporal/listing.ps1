# A session that lists all versions for each line that it reads, which tells how many there are.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module TemporalLambda
Connect-TemporalService | Out-Null
'ready .'
while ($expected = [Console]::In.ReadLine()) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $versions = @(Get-TemporalWorkerDeploymentVersion)
    $seconds = $clock.Elapsed.TotalSeconds
    $calls = @(Get-TemporalWorkerDeploymentVersion -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and $_.Message -like 'Temporal: *' }).Count
    "seconds $($seconds.ToString([Globalization.CultureInfo]::InvariantCulture)) $($versions.Count) of $expected versions in $calls calls"
}
