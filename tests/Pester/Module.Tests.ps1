#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }
# The module as pwsh itself imports it. `dotnet build` first.

BeforeDiscovery {
    $manifest = Join-Path $PSScriptRoot '../../out/TemporalLambda/TemporalLambda.psd1'
    $exported = (Import-PowerShellDataFile $manifest).CmdletsToExport
}

BeforeAll {
    $script:manifest = Join-Path $PSScriptRoot '../../out/TemporalLambda/TemporalLambda.psd1'
    Import-Module $manifest -Force
}

AfterAll {
    Remove-Module TemporalLambda -ErrorAction Ignore
}

Describe 'The module' {
    # Not Test-ModuleManifest: it looks for RootModule beside the manifest, where it is not on purpose.
    It 'has the manifest''s version' {
        (Get-Module TemporalLambda).Version | Should -Be ([version](Import-PowerShellDataFile $manifest).ModuleVersion)
    }

    It 'exports <_>' -ForEach $exported {
        Get-Command $_ -Module TemporalLambda | Should -Not -BeNullOrEmpty
    }

    It 'exports nothing but the manifest''s cmdlets' {
        (Get-Command -Module TemporalLambda).Name | Sort-Object |
            Should -Be ((Import-PowerShellDataFile $manifest).CmdletsToExport | Sort-Object)
    }

    It 'uses approved verbs only' {
        $approved = (Get-Verb).Verb
        (Get-Command -Module TemporalLambda).Verb | Should -BeIn $approved
    }

    It 'keeps its dependencies out of the session' {
        [AppDomain]::CurrentDomain.GetAssemblies() |
            Where-Object { $_.GetName().Name -in 'Temporalio', 'AWSSDK.Core' } |
            ForEach-Object { [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name } |
            Should -Not -Contain 'Default'
    }
}

Describe 'Help' {
    It 'of <_> has a synopsis and an example' -ForEach $exported {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -Match ([regex]::Escape("$_ ["))
        $help.Examples.Example.Count | Should -BeGreaterThan 0
    }

    It 'of <_> describes every parameter' -ForEach $exported {
        $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
        $names = (Get-Command $_).Parameters.Keys | Where-Object { $_ -notin $common }
        $described = (Get-Help $_ -Full).parameters.parameter | Where-Object { $_.description.Text } | ForEach-Object name
        $names | Should -BeIn $described
    }
}
