using TemporalLambda.Sandbox.Lambda;
using TemporalLambda.Sandbox.Tests.Clients;

namespace TemporalLambda.Sandbox.Tests.Lambda;

/// <summary>Invoke and what belongs to it, through boto3.</summary>
public sealed class InvokeTests(SandboxFixture sandbox)
{
    [Fact]
    public async Task A_synchronous_invocation_answers_payload_version_and_log()
    {
        var result = await sandbox.RunBotoAsync("""
            import base64
            lam = client('lambda')
            function('answering', Publish=True, Code={'ZipFile': package('echo.zip')})
            r = lam.invoke(FunctionName='answering', Qualifier='1', Payload=b'{"a": [1, 2]}', LogType='Tail',
                ClientContext=base64.b64encode(b'{"c": 1}').decode())
            result = [r['StatusCode'], r['ExecutedVersion'], json.loads(r['Payload'].read()), base64.b64decode(r['LogResult']).decode(), r.get('FunctionError')]
            lam.invoke(FunctionName='answering')
            """);
        Assert.Equal(200, result[0].GetInt32());
        Assert.Equal("1", result[1].GetString());
        Assert.Equal("""{"a": [1, 2]}""", result[2].GetRawText());
        Assert.StartsWith("START RequestId: ", result[3].GetString(), StringComparison.Ordinal);
        Assert.Null(result[4].GetString());
        var (version, invocation) = sandbox.Invoker.Invoked.First(one => one.Version.FunctionName == "answering");
        Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:answering:1", version.Arn);
        Assert.Equal(version.Arn, invocation.InvokedArn);
        Assert.Equal("""{"c": 1}""", invocation.ClientContext);
        Assert.Equal("{}"u8, sandbox.Invoker.Invoked.Last(one => one.Version.FunctionName == "answering").Invocation.Payload.Span);
    }

    [Fact]
    public async Task An_asynchronous_invocation_is_taken_with_the_settings_of_its_qualifier()
    {
        var result = await sandbox.RunBotoAsync("""
            lam = client('lambda')
            function('queued', Publish=True)
            result['default'] = lam.invoke(FunctionName='queued', InvocationType='Event')['StatusCode']
            lam.put_function_event_invoke_config(FunctionName='queued', Qualifier='1', MaximumRetryAttempts=0, MaximumEventAgeInSeconds=60)
            result['got'] = lam.get_function_event_invoke_config(FunctionName='queued', Qualifier='1')
            lam.invoke(FunctionName='queued:1', InvocationType='Event', Payload=b'1')
            lam.update_function_event_invoke_config(FunctionName='queued', Qualifier='1', MaximumRetryAttempts=1)
            result['updated'] = lam.get_function_event_invoke_config(FunctionName='queued', Qualifier='1')['MaximumEventAgeInSeconds']
            lam.put_function_event_invoke_config(FunctionName='queued', Qualifier='1', MaximumRetryAttempts=1)
            result['replaced'] = 'MaximumEventAgeInSeconds' in lam.get_function_event_invoke_config(FunctionName='queued', Qualifier='1')
            result['listed'] = [c['FunctionArn'] for c in lam.list_function_event_invoke_configs(FunctionName='queued')['FunctionEventInvokeConfigs']]
            lam.delete_function_event_invoke_config(FunctionName='queued', Qualifier='1')
            result['none'] = error(lam.get_function_event_invoke_config, FunctionName='queued')
            """);
        const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:queued";
        Assert.Equal(202, result.GetProperty("default").GetInt32());
        Assert.Equal(Arn + ":1", result.GetProperty("got").GetProperty("FunctionArn").GetString());
        Assert.Equal(60, result.GetProperty("updated").GetInt32());
        Assert.False(result.GetProperty("replaced").GetBoolean());
        Assert.Equal($"[\"{Arn}:1\"]", result.GetProperty("listed").GetRawText());
        Assert.Equal(
            $"[\"ResourceNotFoundException\", \"The function {Arn}:$LATEST doesn't have an EventInvokeConfig\"]",
            result.GetProperty("none").GetRawText());
        var settings = sandbox.Invoker.Enqueued.Where(one => one.Version.FunctionName == "queued").Select(one => one.Settings);
        Assert.Equal([new AsyncInvokeSettings(2), new AsyncInvokeSettings(0, TimeSpan.FromMinutes(1))], settings);
    }

    [Fact]
    public async Task A_failing_and_a_throttled_function_answer_as_Lambda_does()
    {
        sandbox.Invoker.Results["failing"] = new InvocationResult("""{"errorMessage":"no"}"""u8.ToArray(), "Unhandled", "");
        sandbox.Invoker.Results["throttled"] = InvocationResult.NoConcurrency;
        var result = await sandbox.RunBotoAsync("""
            lam = client('lambda')
            function('failing'); function('throttled')
            r = lam.invoke(FunctionName='failing')
            result['failing'] = [r['StatusCode'], r['FunctionError'], json.loads(r['Payload'].read())['errorMessage']]
            try:
                lam.invoke(FunctionName='throttled')
            except lam.exceptions.TooManyRequestsException as e:
                result['throttled'] = [e.response['Reason'], e.response['ResponseMetadata']['HTTPStatusCode']]
            result['dry'] = lam.invoke(FunctionName='failing', InvocationType='DryRun')['StatusCode']
            result['no_json'] = error(lam.invoke, FunctionName='failing', Payload=b'{')[0]
            result['large'] = error(lam.invoke, FunctionName='failing', Payload=b'"' + b'x' * 6291456 + b'"')[0]
            """);
        Assert.Equal("""[200, "Unhandled", "no"]""", result.GetProperty("failing").GetRawText());
        Assert.Equal("""["ReservedFunctionConcurrentInvocationLimitExceeded", 429]""", result.GetProperty("throttled").GetRawText());
        Assert.Equal(204, result.GetProperty("dry").GetInt32());
        Assert.Equal("InvalidRequestContentException", result.GetProperty("no_json").GetString());
        Assert.Equal("RequestTooLargeException", result.GetProperty("large").GetString());
    }
}
