namespace TemporalLambda.Packaging.Checks;

/// <summary>Everything that is known about a package's files before Lambda has seen it.</summary>
internal static class PackageCheck
{
    /// <summary>Refuses a package that would not start.</summary>
    /// <exception cref="StageException">The first thing found, with the way out.</exception>
    public static void Run(PackageContent content, PackageTarget target)
    {
        if (LambdaRuntime.IsProvided(target.Runtime))
        {
            BootstrapCheck.Run(content);
        }
        else
        {
            HandlerCheck.Run(content, target.Runtime, target.Handler);
        }

        MachineCheck.Run(content, target.Runtime, target.Architecture);
        NativeCoreCheck.Run(content, target.Architecture);
    }
}
