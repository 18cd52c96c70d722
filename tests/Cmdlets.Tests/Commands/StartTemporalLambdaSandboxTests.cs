using System.Diagnostics;
using System.Management.Automation;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

public sealed class StartTemporalLambdaSandboxTests : IDisposable
{
    private readonly ModuleEngine _engine = new();

    public StartTemporalLambdaSandboxTests()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("The sandbox runs on Linux only.");
        }
    }

    public void Dispose()
    {
        _engine.Run("Stop-TemporalLambdaSandbox");
        _engine.Dispose();
    }

    [Fact]
    public void It_is_the_sessions_connection_until_it_is_stopped()
    {
        EngineResult started = _engine.Run("$sandbox = Start-TemporalLambdaSandbox -Verbose; $sandbox").AssertNoErrors();

        PSObject sandbox = Assert.Single(started.Output);
        Assert.StartsWith("http://127.0.0.1:", (string)sandbox.Properties["EndpointUrl"].Value, StringComparison.Ordinal);
        Assert.Matches(@"^127\.0\.0\.1:\d+$", (string)sandbox.Properties["TemporalAddress"].Value);
        Assert.Equal(
            ("us-east-1", "000000000000", "default", "arn:aws:iam::000000000000:user/temporal-server"),
            ((string)sandbox.Properties["Region"].Value, (string)sandbox.Properties["AccountId"].Value,
                (string)sandbox.Properties["Namespace"].Value, (string)sandbox.Properties["TemporalPrincipalArn"].Value));
        int supervisor = (int)sandbox.Properties["ProcessId"].Value;
        Assert.True(Exists(supervisor));

        _engine.Run("$sandbox | Stop-TemporalLambdaSandbox; $sandbox | Stop-TemporalLambdaSandbox; Stop-TemporalLambdaSandbox").AssertNoErrors();

        Assert.False(Exists(supervisor));
    }

    [Fact]
    public void The_secret_key_is_in_no_stream_and_no_view()
    {
        EngineResult result = _engine.Run("$sandbox = Start-TemporalLambdaSandbox -Verbose; $sandbox; \"$sandbox\"").AssertNoErrors();

        var secret = (System.Security.SecureString)result.Output[0].Properties["SecretKey"].Value;
        string plain = new System.Net.NetworkCredential("", secret).Password;
        Assert.Equal(40, plain.Length);
        Assert.DoesNotContain(plain, result.AllText, StringComparison.Ordinal);
        Assert.DoesNotContain(plain, string.Join('\n', result.Output[0].Properties.Select(property => $"{property.Value}")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_one_in_the_session_is_refused_and_a_removed_module_ends_the_first()
    {
        EngineResult started = _engine.Run("Start-TemporalLambdaSandbox").AssertNoErrors();
        int supervisor = (int)started.Single("ProcessId")!;

        _engine.Run("Start-TemporalLambdaSandbox").AssertError("SandboxAlreadyRunning");
        _engine.Run("Remove-Module TemporalLambda").AssertNoErrors();

        Assert.False(Exists(supervisor));
        _engine.Run($"Import-Module '{ModuleEngine.ModulePath}'").AssertNoErrors();
    }

    [Fact]
    public async Task Ctrl_C_while_it_starts_ends_within_a_second_and_leaves_nothing()
    {
        string folder = Directory.CreateTempSubdirectory("temporal-lambda-start-").FullName;
        string server = Path.Combine(folder, "temporal");
        await File.WriteAllTextAsync(
            server,
            $"#!/bin/sh\n[ \"$1\" = --version ] && echo 'temporal version 1.9.1 (Server 1.32.1, UI 2.50.1)' && exit 0\necho $$ > '{folder}/pid'\nsleep 1000\n");
        MakeExecutable(server);
        using PowerShell shell = _engine.Create("Start-TemporalLambdaSandbox -TemporalCliPath $server", ("server", server));
        IAsyncResult running = shell.BeginInvoke();
        while (!File.Exists(Path.Combine(folder, "pid")) || new FileInfo(Path.Combine(folder, "pid")).Length == 0)
        {
            Assert.False(running.IsCompleted);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        var watch = Stopwatch.StartNew();
        shell.Stop();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1.5));
        int pid = int.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "pid"), TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);
        for (int attempt = 0; attempt < 100 && Exists(pid); attempt++)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.False(Exists(pid));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void WhatIf_starts_nothing_and_shows_a_planned_record()
    {
        EngineResult result = _engine.Run("Start-TemporalLambdaSandbox -WhatIf").AssertNoErrors();

        Assert.Equal(true, result.Single("IsPlanned"));
        Assert.Equal(["What if: Start Lambda, IAM, STS, CloudWatch Logs and a Temporal server on this machine."], result.HostLines);
    }

    [Fact]
    public void An_error_of_the_server_keeps_its_id_and_recommendation()
    {
        _engine.Run("Start-TemporalLambdaSandbox -TemporalCliPath /nowhere/temporal").AssertError("ServerExecutableNotFound");
    }

    private static bool Exists(int pid) =>
        File.Exists($"/proc/{pid}/stat") && !File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
