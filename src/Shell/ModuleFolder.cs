namespace TemporalLambda.Shell;

/// <summary>Where the built module lies.</summary>
internal static class ModuleFolder
{
    /// <summary>The folder that holds the module's folder: <c>out</c> of the repository that this program was built in.</summary>
    /// <exception cref="DirectoryNotFoundException">The module was not built.</exception>
    public static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string modules = Path.Combine(folder.FullName, "out");
            if (File.Exists(Path.Combine(modules, "TemporalLambda", "TemporalLambda.psd1")))
            {
                return modules;
            }
        }

        throw new DirectoryNotFoundException("The module is not built: run `dotnet build` in the repository.");
    }
}
