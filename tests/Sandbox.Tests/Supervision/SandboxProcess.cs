using System.Diagnostics;
using System.Globalization;
using TemporalLambda.Sandbox.Processes;
using TemporalLambda.Sandbox.Tests.Execution;

namespace TemporalLambda.Sandbox.Tests.Supervision;

/// <summary>
/// The sandbox's program as its users start it, with a stand-in for the Temporal server that leaves all kinds of processes behind: a
/// stopped one, and one that was forked twice into a session of its own. It never serves, so the sandbox stays on its way up.
/// </summary>
internal sealed class SandboxProcess : IDisposable
{
    private const string Server = """
        #!/bin/sh
        case "$1" in --version) echo 'temporal version 1.9.1 (Server 1.32.1, UI 2.50.1)'; exit 0;; esac
        sh -c 'echo $$ > "$SCRATCH/stopped"; kill -STOP $$; sleep 1000' &
        sh -c 'setsid sh -c "echo \$\$ > \"$SCRATCH/daemon\"; exec sleep 1000" &'
        echo $$ > "$SCRATCH/server"
        sleep 1000
        """;

    private readonly Process _process;

    private SandboxProcess(Process process, string scratch) => (_process, Scratch) = (process, scratch);

    /// <summary>What the test started: the supervisor, or the shell around it.</summary>
    internal Process Process => _process;

    internal string Scratch { get; }

    /// <summary>The supervisor's id.</summary>
    internal int Supervisor { get; private set; }

    /// <summary>The host's id.</summary>
    internal int Host { get; private set; }

    /// <summary>All processes of the sandbox once all were there.</summary>
    internal IReadOnlyList<ProcessEntry> All { get; private set; } = [];

    /// <summary>The folder with the sandbox's data.</summary>
    internal string DataFolder { get; private set; } = "";

    /// <summary>Starts a shell command, to which $SANDBOX is the program's command line, and waits for the whole tree.</summary>
    internal static async Task<SandboxProcess> StartAsync(string command = "exec $SANDBOX")
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The sandbox runs on Linux only.");
        }

        var scratch = Directory.CreateTempSubdirectory("temporal-lambda-supervision-").FullName;
        var server = Path.Combine(scratch, "temporal");
        Script.Write(server, Server);
        var sandbox = new SandboxProcess(
            Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                Environment =
                {
                    ["SCRATCH"] = scratch,
                    ["TMPDIR"] = scratch,
                    ["SANDBOX"] = $"dotnet {typeof(SandboxErrors).Assembly.Location} --temporal-cli-path {server}",
                },
            })!,
            scratch);
        await sandbox.WaitForTreeAsync();
        return sandbox;
    }

    /// <summary>Waits until no process of the sandbox is left and its folder is gone.</summary>
    internal async Task AssertAllEndsAsync()
    {
        var deadline = DateTime.UtcNow.AddSeconds(8);
        while (Left().Count > 0 || Directory.Exists(DataFolder))
        {
            Assert.True(
                DateTime.UtcNow < deadline,
                $"Left: {string.Join(", ", Left())} {(Directory.Exists(DataFolder) ? DataFolder : "")}; server {Number("server")}.");
            await Task.Delay(20);
        }
    }

    /// <summary>The id that the stand-in or a test's command wrote to a file, or 0.</summary>
    internal int Number(string file)
    {
        var path = Path.Combine(Scratch, file);
        return File.Exists(path) && int.TryParse(File.ReadAllText(path), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var id)
            ? id
            : 0;
    }

    public void Dispose()
    {
        foreach (var process in Left())
        {
            _ = Posix.Kill(process.Id, Posix.SignalKill);
        }

        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(Scratch, recursive: true);
    }

    private List<ProcessEntry> Left() => All.Where(process =>
        ProcessTable.ReadEntry(process.Id) is { IsAlive: true } now && now.StartTicks == process.StartTicks).ToList();

    private async Task WaitForTreeAsync()
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (Number("server") == 0 || Number("daemon") == 0 || Number("stopped") == 0
            || ProcessTable.ReadEntry(Number("stopped"))?.State != 'T')
        {
            Assert.True(DateTime.UtcNow < deadline, "The sandbox did not start its server.");
            await Task.Delay(20);
        }

        Host = ProcessTable.ReadEntry(Number("server"))!.Value.ParentId;
        Supervisor = ProcessTable.ReadEntry(Host)!.Value.ParentId;
        DataFolder = Directory.GetDirectories(Scratch, "temporal-lambda-sandbox-*").Single();
        All = [ProcessTable.ReadEntry(Supervisor)!.Value, .. ProcessTable.Read().Descendants(Supervisor)];
        Assert.Contains(All, process => process.Id == Number("daemon"));
        Assert.Contains(All, process => process.Id == Number("stopped"));
    }
}
