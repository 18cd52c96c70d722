using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

public sealed class TestTemporalLambdaWorkerTests : IDisposable
{
    // Nobody answers there, so that one check fails and nothing else is needed.
    private const string Failing = "Test-TemporalLambdaWorker orders -Address 127.0.0.1:1 -Include Connection";
    private readonly ModuleEngine _engine = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("checks-");

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_failed_check_is_a_result_and_no_error()
    {
        EngineResult result = _engine.Run(Failing + "; $?").AssertNoErrors();
        Assert.Equal(("Connection", "Failed", "TemporalServerUnreachable"), (
            result.Output[0].Properties["Name"].Value, result.Output[0].Properties["Status"].Value.ToString(), result.Output[0].Properties["ErrorId"].Value));
        Assert.Equal(true, result.Output[1].BaseObject);
    }

    [Fact]
    public void Quiet_gives_a_Boolean_alone()
    {
        EngineResult result = _engine.Run(Failing + " -Quiet; $?").AssertNoErrors();
        Assert.Equal([false, true], result.Output.Select(o => o.BaseObject));
    }

    [Fact]
    public void FailFast_is_an_error_so_that_a_script_ends_there()
    {
        EngineResult result = _engine.Run(Failing + " -FailFast; $?");
        result.AssertError("CheckFailed");
        Assert.Equal(false, result.Output[^1].BaseObject);
        Assert.NotNull(_engine.Run("$ErrorActionPreference = 'Stop'; " + Failing + " -FailFast").Terminating);
    }

    [Fact]
    public void A_check_that_is_none_is_refused_with_the_names() =>
        Assert.Contains("ServerValidation", _engine.Run("Test-TemporalLambdaWorker orders -Include Conection").AssertError("NoSuchCheck").ErrorDetails.RecommendedAction, StringComparison.Ordinal);

    [Fact]
    public void The_names_of_checks_complete() => Assert.Equal(
        ["Connection", "Concurrency", "Controller"],
        CommandCompletions("Test-TemporalLambdaWorker -Include Con"));

    [Fact]
    public void Results_are_written_as_reports_by_the_file_s_name()
    {
        string markdown = Path.Combine(_folder.FullName, "orders.md"), junit = Path.Combine(_folder.FullName, "orders.xml");
        _engine.Run($"{Failing} -ReportPath '{markdown}', '{junit}'").AssertNoErrors();
        Assert.StartsWith("## orders", File.ReadAllText(markdown), StringComparison.Ordinal);
        Assert.Contains("<failure type=\"TemporalServerUnreachable\"", File.ReadAllText(junit), StringComparison.Ordinal);
    }

    [Fact]
    public void People_see_a_mark_the_name_the_time_and_below_a_failure_cause_and_way_out()
    {
        string[] lines = [.. _engine.Run(Failing + " | Out-Default").AssertNoErrors().HostLines.SelectMany(line => line.Split('\n'))];
        Assert.Contains(lines, line => line.StartsWith("✗ Connection", StringComparison.Ordinal) && line.TrimEnd().EndsWith("TemporalServerUnreachable", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("    ", StringComparison.Ordinal) && line.Contains("127.0.0.1:1", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("    →", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_it_ends_it_while_a_server_does_not_answer()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        using PowerShell shell = _engine.Create($"Test-TemporalLambdaWorker orders -Address {silent.LocalEndpoint} -Include Connection");
        Task<PSDataCollection<PSObject>> run = shell.InvokeAsync();
        using TcpClient asked = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        shell.Stop();
        await Assert.ThrowsAsync<PipelineStoppedException>(() => run);
    }

    private IEnumerable<string> CommandCompletions(string line)
    {
        using PowerShell shell = _engine.Create("[System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText", ("line", line));
        return [.. shell.Invoke().Select(o => o.ToString())];
    }
}
