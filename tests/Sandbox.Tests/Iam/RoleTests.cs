using TemporalLambda.Sandbox.Tests.Clients;

namespace TemporalLambda.Sandbox.Tests.Iam;

/// <summary>Roles and policies, through boto3.</summary>
public sealed class RoleTests(SandboxFixture sandbox)
{
    [Fact]
    public async Task A_role_lives_with_its_policies_and_tags()
    {
        var result = await sandbox.RunBotoAsync("""
            iam = client('iam')
            result['made'] = iam.create_role(RoleName='lived', Path='/team/', AssumeRolePolicyDocument=TRUST_LAMBDA, Description='d',
                MaxSessionDuration=7200, Tags=[{'Key': 'a', 'Value': '1'}], PermissionsBoundary='arn:aws:iam::aws:policy/AdministratorAccess')['Role']
            iam.put_role_policy(RoleName='lived', PolicyName='p', PolicyDocument=policy('lambda:*'))
            iam.attach_role_policy(RoleName='lived', PolicyArn=LOGS)
            iam.attach_role_policy(RoleName='lived', PolicyArn=LOGS)
            iam.tag_role(RoleName='lived', Tags=[{'Key': 'b', 'Value': '2'}])
            iam.untag_role(RoleName='lived', TagKeys=['a'])
            result['got'] = iam.get_role(RoleName='lived')['Role']
            result['tags'] = iam.list_role_tags(RoleName='lived')['Tags']
            result['inline'] = [iam.list_role_policies(RoleName='lived')['PolicyNames'],
                iam.get_role_policy(RoleName='lived', PolicyName='p')['PolicyDocument']['Statement'][0]['Action']]
            result['attached'] = iam.list_attached_role_policies(RoleName='lived')['AttachedPolicies']
            iam.update_assume_role_policy(RoleName='lived', PolicyDocument=trust('000000000000'))
            result['trust'] = iam.get_role(RoleName='lived')['Role']['AssumeRolePolicyDocument']['Statement'][0]['Principal']
            result['listed'] = [r['RoleName'] for r in iam.list_roles(PathPrefix='/team/')['Roles']]
            result['conflicts'] = [error(iam.create_role, RoleName='LIVED', AssumeRolePolicyDocument=TRUST_LAMBDA), error(iam.delete_role, RoleName='lived')]
            iam.detach_role_policy(RoleName='lived', PolicyArn=LOGS)
            result['conflicts'].append(error(iam.delete_role, RoleName='lived'))
            iam.delete_role_policy(RoleName='lived', PolicyName='p')
            iam.delete_role(RoleName='lived')
            result['gone'] = error(iam.get_role, RoleName='lived')
            """);
        Assert.Equal("arn:aws:iam::000000000000:role/team/lived", result.GetProperty("made").GetProperty("Arn").GetString());
        Assert.StartsWith("AROA", result.GetProperty("got").GetProperty("RoleId").GetString(), StringComparison.Ordinal);
        Assert.Equal("d", result.GetProperty("got").GetProperty("Description").GetString());
        Assert.Equal(7200, result.GetProperty("got").GetProperty("MaxSessionDuration").GetInt32());
        Assert.Equal(
            "arn:aws:iam::aws:policy/AdministratorAccess",
            result.GetProperty("got").GetProperty("PermissionsBoundary").GetProperty("PermissionsBoundaryArn").GetString());
        Assert.Equal("""[{"Key": "b", "Value": "2"}]""", result.GetProperty("tags").GetRawText());
        Assert.Equal("""[["p"], "lambda:*"]""", result.GetProperty("inline").GetRawText());
        Assert.Equal(
            """[{"PolicyName": "AWSLambdaBasicExecutionRole", "PolicyArn": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"}]""",
            result.GetProperty("attached").GetRawText());
        Assert.Equal("""{"AWS": "000000000000"}""", result.GetProperty("trust").GetRawText());
        Assert.Equal("""["lived"]""", result.GetProperty("listed").GetRawText());
        Assert.Equal(
            """[["EntityAlreadyExists", "Role with name LIVED already exists."], ["DeleteConflict", "Cannot delete entity, must detach all policies first."], ["DeleteConflict", "Cannot delete entity, must delete policies first."]]""",
            result.GetProperty("conflicts").GetRawText());
        Assert.Equal("""["NoSuchEntity", "The role with name lived cannot be found."]""", result.GetProperty("gone").GetRawText());
    }

    [Fact]
    public async Task The_policy_simulator_judges_policies_and_boundary()
    {
        var result = await sandbox.RunBotoAsync("""
            iam = client('iam')
            role = iam.create_role(RoleName='simulated', AssumeRolePolicyDocument=TRUST_LAMBDA)['Role']['Arn']
            iam.put_role_policy(RoleName='simulated', PolicyName='p', PolicyDocument=policy('lambda:Get*'))
            def judged(*actions):
                answer = iam.simulate_principal_policy(PolicySourceArn=role, ActionNames=list(actions), ResourceArns=['arn:aws:lambda:us-east-1:000000000000:function:f'])
                return [[r['EvalActionName'], r['EvalDecision'], r.get('PermissionsBoundaryDecisionDetail', {}).get('AllowedByPermissionsBoundary')] for r in answer['EvaluationResults']]
            result['plain'] = judged('lambda:GetFunction', 'lambda:InvokeFunction')
            iam.put_role_permissions_boundary(RoleName='simulated', PermissionsBoundary=LOGS)
            result['bounded'] = judged('lambda:GetFunction')
            """);
        Assert.Equal(
            """[["lambda:GetFunction", "allowed", null], ["lambda:InvokeFunction", "implicitDeny", null]]""", result.GetProperty("plain").GetRawText());
        Assert.Equal("""[["lambda:GetFunction", "implicitDeny", false]]""", result.GetProperty("bounded").GetRawText());
    }

    [Fact]
    public async Task IAM_s_limits_are_kept()
    {
        var result = await sandbox.RunBotoAsync("""
            iam = client('iam')
            iam.create_role(RoleName='limits', AssumeRolePolicyDocument=TRUST_LAMBDA)
            def put(name, size): return error(iam.put_role_policy, RoleName='limits', PolicyName=name,
                PolicyDocument=policy('lambda:*', ['arn:aws:lambda:us-east-1:000000000000:function:' + 'x' * size]))
            result = [
                put('a', 4900), put('b', 4900), put('b', 6000),
                error(iam.create_role, RoleName='a' * 65, AssumeRolePolicyDocument=TRUST_LAMBDA),
                error(iam.create_role, RoleName='a b', AssumeRolePolicyDocument=TRUST_LAMBDA),
                error(iam.create_role, RoleName='malformed', AssumeRolePolicyDocument='{'),
                error(iam.create_role, RoleName='malformed', AssumeRolePolicyDocument=trust('arn:aws:iam::000000000000:role/absent')),
                error(iam.create_role, RoleName='malformed', AssumeRolePolicyDocument=trust('arn:aws:iam::000000000000:user/sandbox',
                    StringEquals={'sts:ExternalId': ['x' * 2000]})),
                error(iam.put_role_policy, RoleName='limits', PolicyName='c', PolicyDocument=policy('lambda')),
                error(iam.put_role_policy, RoleName='absent', PolicyName='c', PolicyDocument=policy('lambda:*')),
                error(iam.get_role_policy, RoleName='limits', PolicyName='absent'),
                error(iam.attach_role_policy, RoleName='limits', PolicyArn='arn:aws:iam::000000000000:policy/absent'),
                error(iam.detach_role_policy, RoleName='limits', PolicyArn=LOGS),
            ]
            """);
        string?[] expected =
        [
            null,
            null,
            "LimitExceeded: Maximum policy size of 10240 bytes exceeded for role limits",
            $"ValidationError: 1 validation error detected: Value '{new string('a', 65)}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64",
            "ValidationError: The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
            "MalformedPolicyDocument: This policy contains invalid Json",
            "MalformedPolicyDocument: Invalid principal in policy: \"AWS\":\"arn:aws:iam::000000000000:role/absent\"",
            "LimitExceeded: Cannot exceed quota for ACLSizePerRole: 2048",
            "MalformedPolicyDocument: Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
            "NoSuchEntity: The role with name absent cannot be found.",
            "NoSuchEntity: The role policy with name absent cannot be found.",
            "NoSuchEntity: Policy arn:aws:iam::000000000000:policy/absent does not exist or is not attachable.",
            "NoSuchEntity: Policy arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole was not found.",
        ];
        Assert.Equal(expected, result.EnumerateArray().Select(one =>
            one.ValueKind == System.Text.Json.JsonValueKind.Null ? null : $"{one[0].GetString()}: {one[1].GetString()}"));
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        var result = await sandbox.RunBotoAsync("""
            iam = client('iam')
            for i in range(5): iam.create_role(RoleName='page-%d' % i, Path='/paged/', AssumeRolePolicyDocument=TRUST_LAMBDA)
            pages = iam.get_paginator('list_roles').paginate(PathPrefix='/paged/', PaginationConfig={'PageSize': 2})
            result = [[r['RoleName'] for r in p['Roles']] for p in pages]
            """);
        Assert.Equal("""[["page-0", "page-1"], ["page-2", "page-3"], ["page-4"]]""", result.GetRawText());
    }

    [Fact]
    public async Task The_account_s_own_managed_policies_can_be_attached()
    {
        var result = await sandbox.RunBotoAsync("""
            iam = client('iam')
            arn = iam.create_policy(PolicyName='own', PolicyDocument=policy('lambda:InvokeFunction'), Tags=[{'Key': 'a', 'Value': 'b'}])['Policy']['Arn']
            iam.create_role(RoleName='with-own', AssumeRolePolicyDocument=TRUST_LAMBDA)
            iam.attach_role_policy(RoleName='with-own', PolicyArn=arn)
            got = iam.get_policy(PolicyArn=arn)['Policy']
            result['own'] = [arn, got['AttachmentCount'], iam.get_policy_version(PolicyArn=arn, VersionId=got['DefaultVersionId'])['PolicyVersion']['Document']['Statement'][0]['Action']]
            result['attached'] = error(iam.delete_policy, PolicyArn=arn)[0]
            result['aws'] = [s['Action'] for s in iam.get_policy_version(PolicyArn=LOGS, VersionId='v1')['PolicyVersion']['Document']['Statement']]
            result['user'] = iam.get_user()['User']['UserName']
            """);
        Assert.Equal("""["arn:aws:iam::000000000000:policy/own", 1, "lambda:InvokeFunction"]""", result.GetProperty("own").GetRawText());
        Assert.Equal("DeleteConflict", result.GetProperty("attached").GetString());
        Assert.Equal("""[["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]]""", result.GetProperty("aws").GetRawText());
        Assert.Equal("sandbox", result.GetProperty("user").GetString());
    }
}
