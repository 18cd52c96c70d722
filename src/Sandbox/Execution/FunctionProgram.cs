using TemporalLambda.Sandbox.Lambda;

namespace TemporalLambda.Sandbox.Execution;

/// <summary>Which file of a package is executed, and how.</summary>
/// <param name="File">The full path of the executable.</param>
/// <param name="Arguments">What it is started with.</param>
internal sealed record FunctionProgram(string File, IReadOnlyList<string> Arguments)
{
    /// <exception cref="EntrypointException">The package or this machine lacks what has to run.</exception>
    internal static FunctionProgram For(FunctionVersion version)
    {
        if (version.Runtime.StartsWith("provided", StringComparison.Ordinal))
        {
            var bootstrap = Path.Combine(version.CodeFolder, "bootstrap");
            return System.IO.File.Exists(bootstrap)
                ? new FunctionProgram(bootstrap, [])
                : throw new EntrypointException("Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]");
        }

        if (!version.Runtime.StartsWith("dotnet", StringComparison.Ordinal))
        {
            throw new EntrypointException($"The sandbox has no runtime '{version.Runtime}'; it runs provided.al2023 and dotnet10");
        }

        // An executable assembly's handler is the assembly's name; the class library form needs Lambda's own host and is not for workers.
        var assembly = Path.Combine(version.CodeFolder, version.Handler + ".dll");
        if (!System.IO.File.Exists(assembly))
        {
            throw new EntrypointException(
                $"Handler '{version.Handler}' names no executable assembly of the package: {version.Handler}.dll is not there");
        }

        var dotnet = FindDotnet()
            ?? throw new EntrypointException($"Runtime '{version.Runtime}' needs dotnet on PATH or in DOTNET_ROOT of this machine");
        return new FunctionProgram(dotnet, [assembly]);
    }

    private static string? FindDotnet()
    {
        var folders = new[] { Environment.GetEnvironmentVariable("DOTNET_ROOT"), Path.GetDirectoryName(Environment.ProcessPath) }
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'));
        return folders.Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.Combine(folder!, "dotnet"))
            .FirstOrDefault(System.IO.File.Exists);
    }
}

/// <summary>A function that can not be started at all; the message is what its log and its caller are told.</summary>
internal sealed class EntrypointException(string message) : Exception(message);
