#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }
# The whole pipeline in the sandbox, in pwsh itself. Linux only, as the sandbox is.

BeforeDiscovery {
    $skip = -not $IsLinux
}

Describe 'The pipeline' -Skip:$skip {
    BeforeAll {
        Import-Module (Join-Path $PSScriptRoot '../../out/TemporalLambda/TemporalLambda.psd1') -Force
        $script:sandbox = Start-TemporalLambdaSandbox
        $script:source = Join-Path $PSScriptRoot '../../samples/HelloWorker'
        function Invoke-Deployment {
            New-TemporalLambdaWorker $source -Architecture $sandbox.Architecture |
                Publish-TemporalLambdaWorker |
                Grant-TemporalInvoke |
                New-TemporalWorkerDeploymentVersion |
                Set-CurrentTemporalVersion
        }
    }

    AfterAll {
        Stop-TemporalLambdaSandbox $sandbox
        Remove-Module TemporalLambda -ErrorAction Ignore
    }

    It 'changes nothing under -WhatIf' {
        $planned = New-TemporalLambdaWorker $source -Architecture $sandbox.Architecture -WhatIf | Publish-TemporalLambdaWorker
        $planned.IsPlanned | Should -BeTrue
    }

    It 'ends with a current version and a finished workflow' {
        $worker = Invoke-Deployment
        $worker.IsCurrent | Should -BeTrue
        $checks = $worker | Test-TemporalLambdaWorker -WorkflowType GreetingWorkflow -WorkflowInput Pester
        $checks | Where-Object Status -EQ 'Failed' | Should -BeNullOrEmpty
        "$($checks.Detail)" | Should -BeLike '*Hello, Pester!*'
    }

    It 'changes nothing the second time' {
        (Invoke-Deployment).Changes | Should -BeNullOrEmpty
    }
}
