using TemporalLambda.Sandbox.Processes;

namespace TemporalLambda.Sandbox.Tests.Supervision;

public class SupervisorTests
{
    [Fact]
    public async Task Closing_its_standard_input_ends_everything()
    {
        using var sandbox = await SandboxProcess.StartAsync();

        sandbox.Process.StandardInput.Close();

        await sandbox.AssertAllEndsAsync();
        await sandbox.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, sandbox.Process.ExitCode);
    }

    [Fact]
    public async Task A_killed_owner_ends_everything()
    {
        using var sandbox = await SandboxProcess.StartAsync("sh -c 'echo $$ > $SCRATCH/owner; exec sleep 1000' | $SANDBOX");

        _ = Posix.Kill(sandbox.Number("owner"), Posix.SignalKill);

        await sandbox.AssertAllEndsAsync();
    }

    [Fact]
    public async Task A_killed_supervisor_ends_everything()
    {
        using var sandbox = await SandboxProcess.StartAsync();

        _ = Posix.Kill(sandbox.Supervisor, Posix.SignalKill);

        await sandbox.AssertAllEndsAsync();
    }

    [Fact]
    public async Task A_killed_host_ends_everything()
    {
        using var sandbox = await SandboxProcess.StartAsync();

        _ = Posix.Kill(sandbox.Host, Posix.SignalKill);

        await sandbox.AssertAllEndsAsync();
        await sandbox.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(0, sandbox.Process.ExitCode);
    }

    [Fact]
    public async Task A_host_that_hangs_is_killed()
    {
        using var sandbox = await SandboxProcess.StartAsync();
        _ = Posix.Kill(sandbox.Host, Posix.SignalStop);

        sandbox.Process.StandardInput.Close();

        await sandbox.AssertAllEndsAsync();
    }

    [Theory]
    [InlineData(Posix.SignalInterrupt)]
    [InlineData(Posix.SignalTerminate)]
    public async Task A_signal_to_the_supervisor_ends_everything(int signal)
    {
        using var sandbox = await SandboxProcess.StartAsync();

        _ = Posix.Kill(sandbox.Supervisor, signal);

        await sandbox.AssertAllEndsAsync();
    }

    [Fact]
    public async Task Ctrl_C_in_the_terminal_it_was_started_from_ends_everything()
    {
        // No owner: as in a terminal, where standard input is no pipe.
        using var sandbox = await SandboxProcess.StartAsync("exec setsid sh -c 'echo $$ > $SCRATCH/group; $SANDBOX < /dev/null; :'");

        _ = Posix.Kill(-sandbox.Number("group"), Posix.SignalInterrupt);

        await sandbox.AssertAllEndsAsync();
    }

    [Fact]
    public async Task Ctrl_C_in_its_owners_terminal_is_for_the_owner()
    {
        using var sandbox = await SandboxProcess.StartAsync("trap '' INT; sh -c 'trap \"\" INT; echo $$ > $SCRATCH/owner; exec sleep 1000' | $SANDBOX");
        var group = ProcessTable.ReadEntry(sandbox.Number("owner"))!.Value.GroupId;

        Assert.NotEqual(group, ProcessTable.ReadEntry(sandbox.Supervisor)!.Value.GroupId);
        Assert.NotEqual(group, ProcessTable.ReadEntry(sandbox.Host)!.Value.GroupId);
        Assert.NotEqual(group, ProcessTable.ReadEntry(sandbox.Number("server"))!.Value.GroupId);
    }
}
