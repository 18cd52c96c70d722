#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }
# Each gives one clear error with id, target and a way out, before anything is changed.

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '../../out/TemporalLambda/TemporalLambda.psd1') -Force

    function Get-Failure([scriptblock] $Script) {
        try { & $Script; throw 'It did not fail.' } catch { $_ }
    }
}

AfterAll {
    Remove-Module TemporalLambda -ErrorAction Ignore
}

Describe 'Bad input' {
    It 'a folder that is no project is named' {
        $failure = Get-Failure { New-TemporalLambdaWorker $TestDrive -ErrorAction Stop }
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        "$failure" | Should -BeLike "*$(Split-Path $TestDrive -Leaf)*"
    }

    It 'a deployment name <_> is refused' -ForEach 'a.b', 'a:b', '__a' {
        $failure = Get-Failure { New-TemporalLambdaWorker $TestDrive -DeploymentName $_ -ErrorAction Stop }
        "$failure" | Should -BeLike "*$_*"
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'a stage without what it needs names the parameter and the stage that has it' {
        $failure = Get-Failure { [pscustomobject]@{ BuildId = '1' } | Set-CurrentTemporalVersion -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MissingProperty*'
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'a Temporal server that does not answer is named' {
        $failure = Get-Failure { Connect-TemporalService -Address 127.0.0.1:1 -ErrorAction Stop }
        "$failure" | Should -BeLike '*127.0.0.1:1*'
    }
}
