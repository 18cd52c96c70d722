using TemporalLambda.Sandbox.Tests.Clients;

namespace TemporalLambda.Sandbox.Tests.Sts;

/// <summary>Assuming roles, and what their sessions may do, through boto3.</summary>
public sealed class AssumeRoleTests(SandboxFixture sandbox)
{
    private const string User = "arn:aws:iam::000000000000:user/sandbox";

    [Fact]
    public async Task The_External_ID_is_enforced()
    {
        var result = await sandbox.RunBotoAsync("""
            sts = client('sts')
            arn = client('iam').create_role(RoleName='external', AssumeRolePolicyDocument=trust('arn:aws:iam::000000000000:user/sandbox',
                StringEquals={'sts:ExternalId': 'right-id'}))['Role']['Arn']
            def assume(**more): return error(sts.assume_role, RoleArn=arn, **more)
            result = [assume(ExternalId='right-id', RoleSessionName='session'), assume(ExternalId='wrong-id', RoleSessionName='session'), assume(RoleSessionName='session'),
                error(sts.assume_role, RoleArn=arn + 'x', RoleSessionName='session'),
                assume(ExternalId='not valid', RoleSessionName='session'), assume(ExternalId='right-id', RoleSessionName='a b'),
                assume(ExternalId='right-id', RoleSessionName='session', DurationSeconds=3601)]
            """);
        string Denied(string role) => $"AccessDenied: User: {User} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::000000000000:role/{role}";
        string?[] expected =
        [
            null,
            Denied("external"),
            Denied("external"),
            Denied("externalx"),
            """ValidationError: 1 validation error detected: Value 'not valid' at 'externalId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@:\/-]*""",
            """ValidationError: 1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*""",
            "ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ];
        Assert.Equal(expected, result.EnumerateArray().Select(one =>
            one.ValueKind == System.Text.Json.JsonValueKind.Null ? null : $"{one[0].GetString()}: {one[1].GetString()}"));
    }

    [Fact]
    public async Task A_session_may_do_what_its_role_s_policies_allow_and_no_more()
    {
        var result = await sandbox.RunBotoAsync("""
            made = function('granted', Publish=True)
            arn = 'arn:aws:lambda:us-east-1:000000000000:function:granted'
            role = client('iam').create_role(RoleName='grantee', AssumeRolePolicyDocument=trust('000000000000'))['Role']['Arn']
            keys = session(role)
            lam = client('lambda', **keys)
            result['nothing'] = [error(lam.invoke, FunctionName='granted'), error(lam.get_function, FunctionName='granted:1'),
                error(client('logs', **keys).describe_log_streams, logGroupName='/aws/lambda/granted'), error(client('iam', **keys).get_role, RoleName='grantee')]
            client('iam').put_role_policy(RoleName='grantee', PolicyName='p', PolicyDocument=policy(['lambda:InvokeFunction', 'lambda:GetFunction'], [arn]))
            result['unqualified'] = [error(lam.invoke, FunctionName='granted'), error(lam.invoke, FunctionName='granted:1') is None, error(lam.delete_function, FunctionName='granted') is None]
            client('iam').put_role_policy(RoleName='grantee', PolicyName='p', PolicyDocument=policy(['lambda:InvokeFunction', 'lambda:GetFunction'], [arn, arn + ':*']))
            result['both'] = [error(lam.invoke, FunctionName='granted'), error(lam.get_function, FunctionName=arn + ':1')]
            client('iam').put_role_policy(RoleName='grantee', PolicyName='d', PolicyDocument=policy('lambda:InvokeFunction', effect='Deny'))
            result['denied'] = error(lam.invoke, FunctionName='granted')
            result['identity'] = client('sts', **keys).get_caller_identity()['Arn']
            """);
        const string Session = "arn:aws:sts::000000000000:assumed-role/grantee/tests";
        const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:granted";
        string NotAllowed(string action, string resource) =>
            $"User: {Session} is not authorized to perform: {action} on resource: {resource} because no identity-based policy allows the {action} action";
        Assert.Equal(
            [
                ("AccessDeniedException", NotAllowed("lambda:InvokeFunction", Arn)),
                ("AccessDeniedException", NotAllowed("lambda:GetFunction", Arn + ":1")),
                ("AccessDeniedException", NotAllowed("logs:DescribeLogStreams", "arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/granted:log-stream:")),
                ("AccessDenied", NotAllowed("iam:GetRole", "arn:aws:iam::000000000000:role/grantee")),
            ],
            result.GetProperty("nothing").EnumerateArray().Select(one => (one[0].GetString(), one[1].GetString())));
        Assert.Equal("[null, false, false]", result.GetProperty("unqualified").GetRawText());
        Assert.Equal("[null, null]", result.GetProperty("both").GetRawText());
        Assert.Equal(
            $"User: {Session} is not authorized to perform: lambda:InvokeFunction on resource: {Arn} with an explicit deny in an identity-based policy",
            result.GetProperty("denied")[1].GetString());
        Assert.Equal(Session, result.GetProperty("identity").GetString());
    }

    [Fact]
    public async Task The_Temporal_server_s_user_may_assume_what_trusts_it_and_nothing_else()
    {
        var result = await sandbox.RunBotoAsync($$"""
            keys = dict(aws_access_key_id='{{SandboxFixture.TemporalAccessKey}}', aws_secret_access_key='{{SandboxFixture.TemporalSecret}}')
            sts, iam = client('sts', **keys), client('iam')
            result['identity'] = sts.get_caller_identity()['Arn']
            named = iam.create_role(RoleName='trusts-temporal', AssumeRolePolicyDocument=trust(result['identity']))['Role']['Arn']
            account = iam.create_role(RoleName='trusts-account', AssumeRolePolicyDocument=trust('000000000000'))['Role']['Arn']
            result['assumed'] = [error(sts.assume_role, RoleArn=arn, RoleSessionName='session') is None for arn in [named, account]]
            result['others'] = [error(client('lambda', **keys).list_functions)[0], error(client('iam', **keys).list_roles)[0]]
            result['user'] = iam.get_user(UserName='temporal-server')['User']['Arn'] == result['identity']
            """);
        Assert.Equal("arn:aws:iam::000000000000:user/temporal-server", result.GetProperty("identity").GetString());
        Assert.Equal("[true, false]", result.GetProperty("assumed").GetRawText());
        Assert.Equal("""["AccessDeniedException", "AccessDenied"]""", result.GetProperty("others").GetRawText());
        Assert.True(result.GetProperty("user").GetBoolean());
    }

    [Fact]
    public async Task Boundary_session_policy_and_own_policies_narrow_what_is_allowed()
    {
        var result = await sandbox.RunBotoAsync("""
            iam = client('iam')
            bound = iam.create_policy(PolicyName='bound', PolicyDocument=policy('lambda:List*'))['Policy']['Arn']
            iam.create_role(RoleName='bounded', AssumeRolePolicyDocument=trust('000000000000'), PermissionsBoundary=bound)
            iam.attach_role_policy(RoleName='bounded', PolicyArn='arn:aws:iam::aws:policy/AWSLambda_FullAccess')
            role = 'arn:aws:iam::000000000000:role/bounded'
            lam = client('lambda', **session(role))
            result['bounded'] = [error(lam.list_functions) is None, error(lam.get_account_settings) is None]
            iam.delete_role_permissions_boundary(RoleName='bounded')
            result['free'] = error(lam.get_account_settings) is None
            lam = client('lambda', **session(role, Policy=policy('lambda:GetAccountSettings')))
            result['session'] = [error(lam.list_functions) is None, error(lam.get_account_settings) is None]
            # A session itself assumes a role: the account's trust is not enough, its own policies have to allow it.
            sts = client('sts', **session(role))
            other = iam.create_role(RoleName='chained', AssumeRolePolicyDocument=trust('000000000000'))['Role']['Arn']
            result['chain'] = [error(sts.assume_role, RoleArn=other, RoleSessionName='chain') is None]
            iam.update_assume_role_policy(RoleName='chained', PolicyDocument=trust(role))
            result['chain'].append(error(sts.assume_role, RoleArn=other, RoleSessionName='chain') is None)
            """);
        Assert.Equal("[true, false]", result.GetProperty("bounded").GetRawText());
        Assert.True(result.GetProperty("free").GetBoolean());
        Assert.Equal("[false, true]", result.GetProperty("session").GetRawText());
        Assert.Equal("[false, true]", result.GetProperty("chain").GetRawText());
    }

    [Fact]
    public async Task Passing_an_execution_role_has_to_be_allowed()
    {
        var result = await sandbox.RunBotoAsync("""
            iam = client('iam')
            role = iam.create_role(RoleName='deployer', AssumeRolePolicyDocument=trust('000000000000'))['Role']['Arn']
            iam.put_role_policy(RoleName='deployer', PolicyName='p', PolicyDocument=policy('lambda:*'))
            execution = execution_role('passed')
            lam = client('lambda', **session(role))
            def create(): return error(lam.create_function, FunctionName='passing', Runtime='provided.al2023', Handler='bootstrap', Role=execution, Code={'ZipFile': package('one.zip')})
            result['before'] = create()
            iam.put_role_policy(RoleName='deployer', PolicyName='q', PolicyDocument=policy('iam:PassRole', execution,
                Condition={'StringEquals': {'iam:PassedToService': 'lambda.amazonaws.com'}}))
            result['after'] = create()
            """);
        Assert.Equal(
            "User: arn:aws:sts::000000000000:assumed-role/deployer/tests is not authorized to perform: iam:PassRole on resource: "
            + "arn:aws:iam::000000000000:role/passed because no identity-based policy allows the iam:PassRole action",
            result.GetProperty("before")[1].GetString());
        Assert.Equal("null", result.GetProperty("after").GetRawText());
    }
}
