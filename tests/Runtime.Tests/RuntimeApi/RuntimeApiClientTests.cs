using TemporalLambda.Runtime.RuntimeApi;
using TemporalLambda.Runtime.Tests.Parts;

namespace TemporalLambda.Runtime.Tests.RuntimeApi;

public class RuntimeApiClientTests
{
    [Fact]
    public async Task An_invocation_is_taken_and_answered_on_one_connection()
    {
        await using var api = new TestRuntimeApi();
        using var client = new RuntimeApiClient(api.Endpoint, TimeProvider.System);
        var given = api.Invoke(TimeSpan.FromSeconds(30));
        var invocation = await client.NextAsync(default);
        await client.RespondAsync(invocation.RequestId, default);
        Assert.Equal((given.RequestId, TestRuntimeApi.FunctionArn), (invocation.RequestId, invocation.FunctionArn));
        Assert.InRange(invocation.Deadline - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
        Assert.Equal("null", (await api.AnswerAsync(given)).Body);
        Assert.Equal(1, api.Connections);
    }

    [Fact]
    public async Task Answers_that_come_byte_by_byte_are_understood()
    {
        await using var api = new TestRuntimeApi { Write = (_, bytes) => bytes.Select(one => new[] { one }) };
        using var client = new RuntimeApiClient(api.Endpoint, TimeProvider.System);
        var given = api.Invoke(TimeSpan.FromSeconds(30));
        Assert.Equal(given.RequestId, (await client.NextAsync(default)).RequestId);
    }

    [Fact]
    public async Task A_connection_that_is_cut_while_it_waits_for_an_invocation_is_replaced()
    {
        await using var api = new TestRuntimeApi();
        using var client = new RuntimeApiClient(api.Endpoint, TimeProvider.System);
        var next = client.NextAsync(default);
        while (api.NextCalls == 0)
        {
            await Task.Delay(5);
        }

        api.Cut();
        var given = api.Invoke(TimeSpan.FromSeconds(30));
        Assert.Equal(given.RequestId, (await next.WaitAsync(TimeSpan.FromSeconds(60))).RequestId);
        Assert.Equal(2, api.Connections);
    }

    [Fact]
    public async Task An_answer_whose_connection_was_cut_is_sent_again()
    {
        var drops = 1;
        await using var api = new TestRuntimeApi
        {
            Write = (first, bytes) => first.StartsWith("POST", StringComparison.Ordinal) && drops-- > 0 ? null : [bytes],
        };
        using var client = new RuntimeApiClient(api.Endpoint, TimeProvider.System);
        await client.RespondAsync("request", default);
        Assert.Equal(2, api.Connections);
    }

    [Fact]
    public async Task A_refused_answer_is_an_error_with_its_status()
    {
        await using var api = new TestRuntimeApi { Write = (_, _) => ["HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"u8.ToArray()] };
        using var client = new RuntimeApiClient(api.Endpoint, TimeProvider.System);
        var error = await Assert.ThrowsAsync<RuntimeApiException>(() => client.RespondAsync("request", default));
        Assert.Equal((403, "The Runtime API answered 403: no"), (error.Status, error.Message));
    }

    [Fact]
    public async Task An_error_carries_its_type_in_header_and_body()
    {
        await using var api = new TestRuntimeApi();
        using var client = new RuntimeApiClient(api.Endpoint, TimeProvider.System);
        await client.ReportInitErrorAsync(new ErrorReport("Some.Type", "Says \"why\"."), default);
        Assert.Equal("""{"errorType":"Some.Type","errorMessage":"Says \u0022why\u0022.","stackTrace":[]}""", (await api.InitErrorAsync()).Body);
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost:")]
    [InlineData("localhost:99999")]
    [InlineData(":9001")]
    public void An_endpoint_without_host_or_port_is_refused(string endpoint) =>
        Assert.Throws<WorkerConfigurationException>(() => new RuntimeApiClient(endpoint, TimeProvider.System));
}
