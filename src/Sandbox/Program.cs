using System.Runtime.InteropServices;
using TemporalLambda;
using TemporalLambda.Sandbox;
using TemporalLambda.Sandbox.Supervision;

// TemporalLambda.Sandbox [--port N] [--region R] [--temporal-cli-path PATH] [--namespace N] [--no-temporal]
// One JSON line on standard output says that it is ready, or why it is not. It ends with standard input, if that is a pipe.
try
{
    if (!OperatingSystem.IsLinux())
    {
        throw SandboxErrors.SandboxNeedsLinux(RuntimeInformation.OSDescription);
    }

    if (args is [Supervisor.HostArgument, var folder, .. var rest])
    {
        return await HostProcess.RunAsync(folder, SandboxArguments.Parse(rest));
    }

    _ = SandboxArguments.Parse(args);
    return await Supervisor.RunAsync(args);
}
catch (StageException failure)
{
    Console.Out.WriteLine(ReadyLine.For(failure));
    return 1;
}
