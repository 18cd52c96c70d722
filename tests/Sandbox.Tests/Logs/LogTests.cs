using TemporalLambda.Sandbox.Lambda;
using TemporalLambda.Sandbox.Tests.Clients;

namespace TemporalLambda.Sandbox.Tests.Logs;

/// <summary>Log groups, streams and events, through boto3.</summary>
public sealed class LogTests(SandboxFixture sandbox)
{
    [Fact]
    public async Task Events_are_filtered_by_time_stream_and_term()
    {
        var result = await sandbox.RunBotoAsync("""
            logs = client('logs')
            logs.create_log_group(logGroupName='filtered', tags={'a': 'b'})
            for s in ['one', 'two']: logs.create_log_stream(logGroupName='filtered', logStreamName=s)
            def put(stream, *events): logs.put_log_events(logGroupName='filtered', logStreamName=stream, logEvents=[dict(timestamp=t, message=m) for t, m in events])
            put('one', (1000, 'START first'), (3000, 'an ERROR here'), (5000, 'END first'))
            put('two', (2000, 'START second'), (4000, 'WARN a-b'))
            def found(**more): return [e['message'] for e in logs.filter_log_events(logGroupName='filtered', **more)['events']]
            result['all'] = found()
            result['time'] = found(startTime=2000, endTime=4000)
            result['stream'] = found(logStreamNames=['two'])
            result['prefix'] = found(logStreamNamePrefix='o')
            result['term'] = found(filterPattern='START second')
            result['quoted'] = found(filterPattern='"a-b"')
            result['optional'] = found(filterPattern='?ERROR ?WARN')
            result['excluded'] = found(filterPattern='START -second')
            result['errors'] = [error(logs.filter_log_events, logGroupName='filtered', filterPattern='a-b')[0], error(logs.filter_log_events, logGroupName='absent')]
            pages = logs.get_paginator('filter_log_events').paginate(logGroupName='filtered', PaginationConfig={'PageSize': 2})
            result['pages'] = [[e['message'] for e in p['events']] for p in pages]
            head = logs.get_log_events(logGroupName='filtered', logStreamName='one', startFromHead=True, limit=2)
            more = logs.get_log_events(logGroupName='filtered', logStreamName='one', nextToken=head['nextForwardToken'])
            end = logs.get_log_events(logGroupName='filtered', logStreamName='one', nextToken=more['nextForwardToken'])
            result['forward'] = [[e['timestamp'] for e in p['events']] for p in [head, more, end]] + [more['nextForwardToken'] == end['nextForwardToken']]
            tail = logs.get_log_events(logGroupName='filtered', logStreamName='one', limit=1)
            back = logs.get_log_events(logGroupName='filtered', logStreamName='one', limit=1, nextToken=tail['nextBackwardToken'])
            result['backward'] = [[e['timestamp'] for e in p['events']] for p in [tail, back]]
            """);
        void Is(string name, string json) => Assert.Equal(json, result.GetProperty(name).GetRawText());
        Is("all", """["START first", "START second", "an ERROR here", "WARN a-b", "END first"]""");
        Is("time", """["START second", "an ERROR here", "WARN a-b"]""");
        Is("stream", """["START second", "WARN a-b"]""");
        Is("prefix", """["START first", "an ERROR here", "END first"]""");
        Is("term", """["START second"]""");
        Is("quoted", """["WARN a-b"]""");
        Is("optional", """["an ERROR here", "WARN a-b"]""");
        Is("excluded", """["START first"]""");
        Is("errors", """["InvalidParameterException", ["ResourceNotFoundException", "The specified log group does not exist."]]""");
        Is("pages", """[["START first", "START second"], ["an ERROR here", "WARN a-b"], ["END first"]]""");
        Is("forward", "[[1000, 3000], [5000], [], true]");
        Is("backward", "[[5000], [3000]]");
    }

    [Fact]
    public async Task Groups_and_streams_are_described()
    {
        var result = await sandbox.RunBotoAsync("""
            logs = client('logs')
            logs.create_log_group(logGroupName='described/a', tags={'k': 'v'})
            logs.create_log_group(logGroupName='described/b')
            result['twice'] = error(logs.create_log_group, logGroupName='described/a')[0]
            logs.put_retention_policy(logGroupName='described/a', retentionInDays=7)
            result['days'] = error(logs.put_retention_policy, logGroupName='described/a', retentionInDays=8)[0]
            groups = logs.describe_log_groups(logGroupNamePrefix='described/')['logGroups']
            result['groups'] = [[g['logGroupName'], g.get('retentionInDays'), g['arn']] for g in groups]
            result['tags'] = logs.list_tags_for_resource(resourceArn=groups[0]['logGroupArn'])['tags']
            logs.create_log_stream(logGroupName='described/a', logStreamName='x')
            logs.create_log_stream(logGroupName='described/a', logStreamName='y')
            logs.put_log_events(logGroupName='described/a', logStreamName='y', logEvents=[{'timestamp': 5, 'message': 'm'}])
            logs.put_log_events(logGroupName='described/a', logStreamName='x', logEvents=[{'timestamp': 9, 'message': 'm'}])
            result['streams'] = [s['logStreamName'] for s in logs.describe_log_streams(logGroupName='described/a', orderBy='LastEventTime', descending=True)['logStreams']]
            result['last'] = logs.describe_log_streams(logGroupName='described/a', limit=1)['logStreams'][0]['lastEventTimestamp']
            logs.delete_log_group(logGroupName='described/a')
            result['gone'] = error(logs.delete_log_group, logGroupName='described/a')[0]
            """);
        void Is(string name, string json) => Assert.Equal(json, result.GetProperty(name).GetRawText());
        Is("twice", "\"ResourceAlreadyExistsException\"");
        Is("days", "\"InvalidParameterException\"");
        Is("groups", """[["described/a", 7, "arn:aws:logs:us-east-1:000000000000:log-group:described/a:*"], ["described/b", null, "arn:aws:logs:us-east-1:000000000000:log-group:described/b:*"]]""");
        Is("tags", """{"k": "v"}""");
        Is("streams", """["x", "y"]""");
        Is("last", "9");
        Is("gone", "\"ResourceNotFoundException\"");
    }

    [Fact]
    public async Task A_function_s_output_arrives_where_its_role_allows_it()
    {
        await sandbox.RunBotoAsync("""
            execution_role('logging')
            client('iam').create_role(RoleName='silent', AssumeRolePolicyDocument=TRUST_LAMBDA)
            """);
        var now = DateTimeOffset.UtcNow;
        var function = new FunctionVersion(
            "logged", "1", "r", "arn", "", "provided.al2023", "bootstrap", "x86_64", 3, 128, new Dictionary<string, string>(),
            "arn:aws:iam::000000000000:role/logging", "/aws/lambda/logged", "Text");
        sandbox.Host.Services.Logs.Append(function, "2026/11/24/[1]abc", now, "START RequestId: 1\n");
        sandbox.Host.Services.Logs.Append(
            function with { RoleArn = "arn:aws:iam::000000000000:role/silent", LogGroup = "/aws/lambda/silent" }, "s", now, "lost");
        var result = await sandbox.RunBotoAsync("""
            logs = client('logs')
            result = [[e['logStreamName'], e['message']] for e in logs.filter_log_events(logGroupName='/aws/lambda/logged')['events']]
            result.append(error(logs.filter_log_events, logGroupName='/aws/lambda/silent')[0])
            """);
        Assert.Equal("""[["2026/11/24/[1]abc", "START RequestId: 1"], "ResourceNotFoundException"]""", result.GetRawText());
    }
}
