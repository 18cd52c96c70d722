using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests;

public class ModuleTests
{
    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_that_the_assembly_has()
    {
        using var engine = new ModuleEngine();
        string[] exported = [.. engine.Run("(Get-Module TemporalLambda).ExportedCmdlets.Keys").AssertNoErrors().Output.Select(o => o.ToString()!).Order()];
        string[] declared = [.. engine.Run("""
            (Get-Command -Module TemporalLambda)[0].ImplementingType.Assembly.GetTypes().ForEach({
                foreach ($a in $_.GetCustomAttributes($false)) { if ($a.GetType().Name -eq 'CmdletAttribute') { "$($a.VerbName)-$($a.NounName)" } } })
            """).AssertNoErrors().Output.Select(o => o.ToString()!).Order()];
        Assert.Equal(declared, exported);
    }

    [Fact]
    public void Cmdlets_and_their_dependencies_live_in_a_load_context_of_their_own()
    {
        using var engine = new ModuleEngine();
        object? context = engine.Run("""
            [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext((Get-Command -Module TemporalLambda)[0].ImplementingType.Assembly).Name
            """).AssertNoErrors().Output[0].BaseObject;
        Assert.Equal("TemporalLambda", context);
    }

    [Fact]
    public void The_module_can_be_imported_again_and_removed()
    {
        using var engine = new ModuleEngine();
        engine.Run($"Import-Module '{ModuleEngine.ModulePath}' -Force; Remove-Module TemporalLambda; Import-Module '{ModuleEngine.ModulePath}'").AssertNoErrors();
        Assert.NotEmpty(engine.Run("Get-Command -Module TemporalLambda").Output);
    }
}
