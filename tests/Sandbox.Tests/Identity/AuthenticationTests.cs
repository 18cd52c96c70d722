using TemporalLambda.Sandbox.Tests.Clients;

namespace TemporalLambda.Sandbox.Tests.Identity;

/// <summary>Who is let in, and how the others are told, in the form of each protocol.</summary>
public sealed class AuthenticationTests(SandboxFixture sandbox)
{
    [Fact]
    public async Task Wrong_keys_are_refused_in_each_protocol()
    {
        var result = await sandbox.RunBotoAsync("""
            def all(**keys):
                keys = dict(dict(aws_access_key_id=os.environ['AWS_ACCESS_KEY_ID'], aws_secret_access_key=os.environ['AWS_SECRET_ACCESS_KEY']), **keys)
                return [error(client('sts', **keys).get_caller_identity)[0], error(client('iam', **keys).list_roles)[0],
                    error(client('lambda', **keys).list_functions)[0], error(client('logs', **keys).describe_log_groups)[0]]
            result['key'] = all(aws_access_key_id='AKIAUNKNOWN')
            result['secret'] = all(aws_secret_access_key='wrong')
            result['token'] = all(aws_session_token='surplus')
            keys = session(client('iam').create_role(RoleName='in-session', AssumeRolePolicyDocument=trust('000000000000'))['Role']['Arn'])
            result['no_token'] = all(**dict(keys, aws_session_token=None))
            result['session'] = client('sts', **keys).get_caller_identity()['Arn']
            client('iam').delete_role(RoleName='in-session')
            result['orphan'] = all(**keys)
            result['region'] = error(client('lambda', region_name='eu-west-1').list_functions)
            """);
        const string Unknown = """["InvalidClientTokenId", "InvalidClientTokenId", "UnrecognizedClientException", "UnrecognizedClientException"]""";
        const string Unsigned = """["SignatureDoesNotMatch", "SignatureDoesNotMatch", "InvalidSignatureException", "InvalidSignatureException"]""";
        Assert.Equal(Unknown, result.GetProperty("key").GetRawText());
        Assert.Equal(Unsigned, result.GetProperty("secret").GetRawText());
        Assert.Equal(Unknown, result.GetProperty("token").GetRawText());
        Assert.Equal(Unknown, result.GetProperty("no_token").GetRawText());
        Assert.Equal("arn:aws:sts::000000000000:assumed-role/in-session/tests", result.GetProperty("session").GetString());
        Assert.Equal(Unknown, result.GetProperty("orphan").GetRawText());
        Assert.Equal("InvalidSignatureException", result.GetProperty("region")[0].GetString());
        Assert.Contains("eu-west-1", result.GetProperty("region")[1].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_was_changed_on_its_way_is_refused()
    {
        var result = await sandbox.RunBotoAsync("""
            import datetime, urllib.request, urllib.error
            from botocore.awsrequest import AWSRequest
            from botocore.auth import SigV4Auth
            from botocore.credentials import Credentials
            import botocore.auth
            URL = os.environ['AWS_ENDPOINT_URL']
            def sent(change=lambda r: None, before=lambda r: None, ago=0, service='lambda', body=b'{}'):
                request = AWSRequest('POST', URL + '/2015-03-31/functions/x/invocations', data=body, headers={'X-Amz-Log-Type': 'None'})
                now = datetime.datetime.utcnow() - datetime.timedelta(seconds=ago)
                real = botocore.auth.get_current_datetime
                botocore.auth.get_current_datetime = lambda *a, **k: now
                try:
                    before(request)
                    SigV4Auth(Credentials(os.environ['AWS_ACCESS_KEY_ID'], os.environ['AWS_SECRET_ACCESS_KEY']), service, 'us-east-1').add_auth(request)
                finally:
                    botocore.auth.get_current_datetime = real
                change(request)
                try:
                    return urllib.request.urlopen(urllib.request.Request(URL + '/2015-03-31/functions/x/invocations', data=request.data, headers=dict(request.headers), method='POST')).status
                except urllib.error.HTTPError as e:
                    return [e.code, e.headers.get('x-amzn-ErrorType')]
            def header(name, value):
                def set(r):
                    del r.headers[name]
                    r.headers[name] = value
                return set
            result['right'] = sent()
            def other_body(r): r.data = b'{"x": 1}'
            result['body'] = sent(other_body)
            result['header'] = sent(header('X-Amz-Log-Type', 'Tail'))
            result['unsigned'] = sent(header('X-Amz-Client-Context', 'e30='))
            result['old'] = sent(ago=301)
            result['early'] = sent(ago=-301)
            result['fresh'] = sent(ago=200)
            result['none'] = sent(lambda r: r.headers.__delitem__('Authorization'))
            result['form'] = sent(header('Authorization', 'AWS4-HMAC-SHA256 nonsense'))
            """);
        const string Wrong = """[403, "InvalidSignatureException"]""";
        const string Right = """[404, "ResourceNotFoundException"]""";
        Assert.Equal(Right, result.GetProperty("right").GetRawText());
        Assert.Equal(Wrong, result.GetProperty("body").GetRawText());
        Assert.Equal(Wrong, result.GetProperty("header").GetRawText());
        Assert.Equal(Wrong, result.GetProperty("unsigned").GetRawText());
        Assert.Equal(Wrong, result.GetProperty("old").GetRawText());
        Assert.Equal(Wrong, result.GetProperty("early").GetRawText());
        Assert.Equal(Right, result.GetProperty("fresh").GetRawText());
        Assert.Equal("""[403, "MissingAuthenticationTokenException"]""", result.GetProperty("none").GetRawText());
        Assert.Equal("""[400, "IncompleteSignatureException"]""", result.GetProperty("form").GetRawText());
    }

    [Fact]
    public async Task What_is_not_played_says_so()
    {
        var result = await sandbox.RunBotoAsync("""
            result = [error(client('iam').list_users), error(client('lambda').list_layers), error(client('logs').describe_queries),
                error(client('sts').get_session_token), error(client('cloudformation').list_stacks)]
            """);
        Assert.Equal(
            ["InvalidAction", "UnknownOperationException", "UnknownOperationException", "InvalidAction", "UnknownService"],
            result.EnumerateArray().Select(one => one[0].GetString()));
        Assert.All(result.EnumerateArray(), one => Assert.Contains("sandbox", one[1].GetString(), StringComparison.Ordinal));
    }
}
