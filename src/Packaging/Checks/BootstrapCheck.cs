namespace TemporalLambda.Packaging.Checks;

/// <summary>The program that Lambda starts on a provided runtime.</summary>
internal static class BootstrapCheck
{
    private static readonly string[] Loaders = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"];

    public static void Run(PackageContent content)
    {
        if (content.Bootstrap is not { } bootstrap)
        {
            string? elsewhere = content.Files.FirstOrDefault(f => f.Name.EndsWith("/bootstrap", StringComparison.Ordinal))?.Name;
            throw elsewhere is null ? PackagingErrors.NoBootstrap(content.Source) : PackagingErrors.BootstrapNotAtRoot(content.Source, elsewhere);
        }

        if (bootstrap.Entry.LinkTarget is not null)
        {
            return;
        }

        if (!bootstrap.Entry.IsExecutable)
        {
            throw PackagingErrors.BootstrapNotExecutable(content.Source);
        }

        if (bootstrap.Elf is null && !bootstrap.IsScript)
        {
            throw PackagingErrors.BootstrapNotProgram(content.Source);
        }

        if (bootstrap.Elf?.Interpreter is { } loader && !Loaders.Contains(loader))
        {
            throw PackagingErrors.UnknownLoader(content.Source, bootstrap.Name, loader);
        }
    }
}
