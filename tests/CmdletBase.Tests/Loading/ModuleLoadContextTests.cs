using System.Reflection;
using System.Runtime.InteropServices;
using TemporalLambda.Loader;

namespace TemporalLambda.CmdletBase.Tests.Loading;

public sealed class ModuleLoadContextTests : IDisposable
{
    private const string Main = "TemporalLambda.Cmdlets.dll";
    private readonly DirectoryInfo _bin = Directory.CreateTempSubdirectory();

    public ModuleLoadContextTests()
    {
        foreach (string name in new[] { Main, "TemporalLambda.Core.dll", "TemporalLambda.Aws.dll" })
        {
            Copy(name, _bin.FullName);
        }
    }

    [Fact]
    public void Assemblies_precompiled_for_this_runtime_are_taken_before_the_portable_ones()
    {
        string precompiled = _bin.CreateSubdirectory(RuntimeInformation.RuntimeIdentifier).FullName;
        Copy(Main, precompiled);
        Copy("TemporalLambda.Core.dll", precompiled);
        var context = new ModuleLoadContext(Path.Combine(_bin.FullName, Main));

        Assert.Equal(Path.Combine(precompiled, Main), context.LoadMain().Location);
        Assert.Equal(Path.Combine(precompiled, "TemporalLambda.Core.dll"), Dependency(context, "TemporalLambda.Core").Location);
        Assert.Equal(Path.Combine(_bin.FullName, "TemporalLambda.Aws.dll"), Dependency(context, "TemporalLambda.Aws").Location);
    }

    [Fact]
    public void Assemblies_precompiled_for_another_runtime_are_left_alone()
    {
        Copy(Main, _bin.CreateSubdirectory("other-riscv64").FullName);
        Assert.Equal(Path.Combine(_bin.FullName, Main), new ModuleLoadContext(Path.Combine(_bin.FullName, Main)).LoadMain().Location);
    }

    public void Dispose()
    {
        try
        {
            _bin.Delete(recursive: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // Windows keeps a loaded assembly's file.
        }
    }

    private static void Copy(string name, string folder) => File.Copy(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(folder, name));

    private static Assembly Dependency(ModuleLoadContext context, string name) => context.LoadFromAssemblyName(new AssemblyName(name));
}
