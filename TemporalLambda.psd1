@{
    RootModule           = 'TemporalLambda.Cmdlets.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d0e4c43-9f6c-4b7c-9d0a-0c6d3a4c8b51'
    Author               = 'The TemporalLambda authors'
    CompanyName          = 'Unknown'
    Copyright            = '(c) The TemporalLambda authors. MIT license.'
    Description          = 'Takes a Temporal worker from source to serving on AWS Lambda: package, publish, grant, register, route, verify.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')

    # Loads RootModule, which is not beside this file on purpose, and its dependencies into a load context of their own.
    NestedModules        = @('TemporalLambda.Loader.dll')

    FormatsToProcess     = @('TemporalLambda.Format.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Connect-TemporalService'
        'Get-TemporalLambdaLog'
        'Get-TemporalLambdaWorker'
        'Get-TemporalWorkerDeployment'
        'Get-TemporalWorkerDeploymentVersion'
        'Grant-TemporalInvoke'
        'New-TemporalLambdaWorker'
        'New-TemporalWorkerDeploymentVersion'
        'Publish-TemporalLambdaWorker'
        'Remove-TemporalLambdaWorker'
        'Remove-TemporalWorkerDeploymentVersion'
        'Revoke-TemporalInvoke'
        'Set-CurrentTemporalVersion'
        'Start-TemporalLambdaSandbox'
        'Stop-TemporalLambdaSandbox'
        'Test-TemporalLambdaWorker'
    )

    PrivateData          = @{
        PSData = @{
            Tags       = @('Temporal', 'AWS', 'Lambda', 'Serverless', 'Worker', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
