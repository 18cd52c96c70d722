using System.Management.Automation;
using System.Net;
using System.Security;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

[Collection(nameof(FakeAws))]
public sealed class GetTemporalLambdaLogTests(FakeAws aws) : IDisposable
{
    private const string Id = "00000000-0000-4000-8000-000000000001";
    private const string Other = "00000000-0000-4000-8000-000000000002";

    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    private readonly ModuleEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task Lines_are_objects_and_members_of_JSON_their_data()
    {
        await aws.WriteLogAsync(
            "/aws/lambda/objects",
            "2026/08/31/[3]abc",
            Now.AddMinutes(-2),
            $"START RequestId: {Id} Version: 3\n",
            $$$"""{"level":"WARN","message":"low","requestId":"{{{Id}}}","order":{"id":7,"lines":[1.5,"x",true,null]}}""",
            $"REPORT RequestId: {Id}\tDuration: 5.1 ms\tBilled Duration: 6 ms\tMemory Size: 128 MB\tMax Memory Used: 60 MB\t\n");

        EngineResult result = await RunAsync("Get-TemporalLambdaLog objects @aws");
        EngineResult values = await RunAsync("""
            $lines = @(Get-TemporalLambdaLog objects @aws)
            "$($lines.Kind)|$($lines[1].Level)|$($lines[1].Message)|$($lines[1].Data.order.id)|$($lines[1].Data.order.lines -join ',')"
            "$($lines[2].Data.billedDurationMs)|$($lines[2].Data.maxMemoryUsedMB)|$($lines[1].FunctionVersion)|$($lines[1].RequestId)|$($lines[1].FunctionName)"
            """);

        Assert.Equal(3, result.AssertNoErrors().Output.Count);
        Assert.Equal(
            ["Start Function Report|WARN|low|7|1.5,x,True,", $"6|60|3|{Id}|objects"], values.AssertNoErrors().Output.Select(line => line.ToString()));
    }

    [Fact]
    public async Task Each_failure_leads_to_its_whole_invocation_once()
    {
        await aws.WriteLogAsync(
            "/aws/lambda/failures", "2026/08/31/[3]abc", Now.AddMinutes(-2),
            $"START RequestId: {Other} Version: 3", "fine", $"REPORT RequestId: {Other}\tDuration: 1 ms",
            $"START RequestId: {Id} Version: 3", "before", "ERROR one", "ERROR two", $"REPORT RequestId: {Id}\tDuration: 1 ms");

        EngineResult result = await RunAsync("Get-TemporalLambdaLog failures -Errors @aws | Get-TemporalLambdaLog @aws | ForEach-Object Message");

        Assert.Equal(
            [$"START RequestId: {Id} Version: 3", "before", "ERROR one", "ERROR two", $"REPORT RequestId: {Id}\tDuration: 1 ms"],
            result.AssertNoErrors().Output.Select(line => line.ToString()));
    }

    [Theory]
    [InlineData("$worker")]
    [InlineData("[pscustomobject]@{ FunctionArn = $worker.FunctionArn }")]
    [InlineData("'taken'")]
    [InlineData("$worker.FunctionArn + ':7'")]
    [InlineData("[pscustomobject]@{ FunctionName = 'taken'; FunctionArn = $worker.FunctionArn; CodeSha256 = 'x'; Version = '7' }")]
    [InlineData("[pscustomobject]@{ Configuration = [pscustomobject]@{ FunctionName = 'taken'; FunctionArn = $worker.FunctionArn; CodeSha256 = 'x' } }")]
    [InlineData("""
        [pscustomobject]@{ FunctionName = 'elsewhere'; FunctionArn = $worker.FunctionArn; CodeSha256 = 'x'
            LoggingConfig = [pscustomobject]@{ LogGroup = '/aws/lambda/taken' } }
        """)]
    public async Task The_function_is_taken_from_records_names_and_objects_of_AWS_Tools(string input)
    {
        await aws.WriteLogAsync("/aws/lambda/taken", "2026/08/31/[7]" + Guid.NewGuid(), Now.AddMinutes(-2), "a line");

        EngineResult result = await RunAsync($"({input}) | Get-TemporalLambdaLog @aws | ForEach-Object Message");

        Assert.Contains("a line", result.AssertNoErrors().Output.Select(line => line.ToString()));
    }

    [Fact]
    public async Task The_group_that_the_function_was_told_is_found()
    {
        await aws.WriteLogAsync("/team/told", "2026/08/31/[1]a", Now.AddMinutes(-2), "elsewhere");
        await aws.PlanAsync(new
        {
            operation = "GetFunctionConfiguration", times = 1, status = 200, body = """{"FunctionName":"told","LoggingConfig":{"LogGroup":"/team/told"}}""",
        });

        EngineResult result = await RunAsync("Get-TemporalLambdaLog told @aws | ForEach-Object Message");

        Assert.Equal("elsewhere", Assert.Single(result.AssertNoErrors().Output).ToString());
    }

    [Theory]
    [InlineData("'1m'", 1)]
    [InlineData("'00:01:00'", 1)]
    [InlineData("([timespan]::FromDays(2))", 2)]
    [InlineData("([datetime]::Now.AddDays(-2))", 2)]
    [InlineData("'2026-01-01T00:00:00Z'", 2)]
    public async Task Since_is_a_date_or_how_long_ago(string since, int lines)
    {
        string name = "since-" + Guid.NewGuid().ToString("N");
        await aws.WriteLogAsync("/aws/lambda/" + name, "2026/08/31/[7]a", Now.AddDays(-1), "old");
        await aws.WriteLogAsync("/aws/lambda/" + name, "2026/08/31/[7]a", DateTimeOffset.UtcNow, "new");

        Assert.Equal(lines, (await RunAsync($"Get-TemporalLambdaLog {name} -Since {since} @aws")).AssertNoErrors().Output.Count);
    }

    [Theory]
    [InlineData("Get-TemporalLambdaLog absent @aws", "LogGroupNotFound")]
    [InlineData("Get-TemporalLambdaLog @aws", "MissingProperty")]
    [InlineData("Get-TemporalLambdaLog 'a b' @aws", "FunctionNameNotValid")]
    [InlineData("Get-TemporalLambdaLog arn:aws:iam::1:role/x @aws", "FunctionArnNotValid")]
    [InlineData("Get-TemporalLambdaLog x -RequestId 12 @aws", "RequestIdNotValid")]
    public async Task Bad_input_is_one_clear_error(string script, string errorId) => (await RunAsync(script)).AssertError(errorId);

    [Theory]
    [InlineData("yesterday")]
    [InlineData("5")]
    [InlineData("10x")]
    public async Task A_span_of_a_wrong_form_says_which_there_are(string since)
    {
        ErrorRecord error = Assert.Single((await RunAsync($"Get-TemporalLambdaLog x -Since {since} @aws")).Errors);

        Assert.Contains("90s, 10m, 2h or 7d", error.ToString());
    }

    [Fact]
    public async Task Follow_gives_what_comes_to_every_function_until_Ctrl_C()
    {
        await aws.WriteLogAsync("/aws/lambda/follow-1", "2026/08/31/[3]abc", Now.AddMinutes(-2), "there already");
        using PowerShell shell = _engine.Create(await SetupAsync() + "'follow-1', 'follow-2' | Get-TemporalLambdaLog -Follow @aws | ForEach-Object Message");
        using PSDataCollection<PSObject> lines = [];
        IAsyncResult running = shell.BeginInvoke<PSObject, PSObject>(null, lines);

        await SeeAsync("there already");
        await aws.WriteLogAsync("/aws/lambda/follow-2", "2026/08/31/[3]abc", DateTimeOffset.UtcNow, "of the second");
        await SeeAsync("of the second");
        Assert.False(running.IsCompleted);
        await Task.Run(shell.Stop, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Equal(2, lines.Count);

        async Task SeeAsync(string line)
        {
            while (!lines.Any(one => one.ToString() == line))
            {
                Assert.False(running.IsCompleted, string.Join('\n', shell.Streams.Error));
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task The_sandboxs_logs_are_read_the_same_way()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The sandbox runs on Linux only.");
        Assert.SkipUnless(await Python.HasAsync("boto3"), "python3 with boto3 is not on this machine.");
        PSObject sandbox = Assert.Single(_engine.Run("Start-TemporalLambdaSandbox").AssertNoErrors().Output);
        try
        {
            string secret = new NetworkCredential("", (SecureString)sandbox.Properties["SecretKey"].Value).Password;
            Assert.NotNull(await Python.TryRunAsync("-c", $$"""
                import boto3, time
                logs = boto3.client('logs', endpoint_url='{{sandbox.Properties["EndpointUrl"].Value}}', region_name='us-east-1',
                    aws_access_key_id='{{sandbox.Properties["AccessKey"].Value}}', aws_secret_access_key='{{secret}}')
                group, stream = '/aws/lambda/boxed', '2026/08/31/[1]a'
                logs.create_log_group(logGroupName=group)
                logs.create_log_stream(logGroupName=group, logStreamName=stream)
                lines = ['START RequestId: {{Id}} Version: 1', 'works', 'ERROR fails', 'REPORT RequestId: {{Id}}\tDuration: 1 ms']
                logs.put_log_events(logGroupName=group, logStreamName=stream,
                    logEvents=[dict(timestamp=int(time.time() * 1000) + i, message=m) for i, m in enumerate(lines)])
                """));

            EngineResult result = _engine.Run(
                $"@(Get-TemporalLambdaLog boxed).Count; (Get-TemporalLambdaLog boxed -Errors).RequestId; @(Get-TemporalLambdaLog boxed -RequestId {Id}).Count");

            Assert.Equal(["4", Id, "4"], result.AssertNoErrors().Output.Select(line => line.ToString()));
        }
        finally
        {
            _engine.Run("Stop-TemporalLambdaSandbox");
        }
    }

    private async Task<string> SetupAsync() =>
        $"$aws = @{{ AccessKey = '{FakeAws.Key}'; SecretKey = '{FakeAws.Key}'; Region = 'eu-central-1'; EndpointUrl = '{await aws.UseAsync()}' }}; ";

    private async Task<EngineResult> RunAsync(string script) => _engine.Run(
        await SetupAsync() + script, ("worker", TemporalStage.Record(("FunctionName", "taken"), ("FunctionArn", "arn:aws:lambda:eu-central-1:123456789012:function:taken"))));
}
