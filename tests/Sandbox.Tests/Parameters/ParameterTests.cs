using TemporalLambda.Sandbox.Tests.Clients;

namespace TemporalLambda.Sandbox.Tests.Parameters;

/// <summary>Systems Manager's parameters, through boto3.</summary>
public sealed class ParameterTests(SandboxFixture sandbox)
{
    [Fact]
    public async Task A_SecureString_is_put_described_read_decrypted_versioned_and_deleted()
    {
        var result = await sandbox.RunBotoAsync("""
            ssm = client('ssm')
            named = dict(Name='/team/worker/api-key')
            ssm.put_parameter(**named, Value='hush-1', Type='SecureString', Tags=[dict(Key='temporal-lambda:function', Value='worker')])
            result['twice'] = error(ssm.put_parameter, **named, Value='hush-2', Type='SecureString')[0]
            result['second'] = ssm.put_parameter(**named, Value='hush-2', Type='SecureString', KeyId='alias/workers', Overwrite=True)['Version']
            read = ssm.get_parameter(**named, WithDecryption=True)['Parameter']
            result['read'] = [read['Value'], read['Version'], ssm.get_parameter(Name=read['ARN'], WithDecryption=True)['Parameter']['Value']]
            result['hidden'] = 'hush' in ssm.get_parameter(**named)['Parameter']['Value']
            def found(key, *values): return [[p['Name'], p['KeyId'], p['Version']] for p in ssm.describe_parameters(ParameterFilters=[dict(Key=key, Option='Equals', Values=list(values))])['Parameters']]
            result['byName'] = found('Name', '/team/worker/api-key')
            result['byTag'] = found('tag:temporal-lambda:function', 'worker')
            result['byOtherTag'] = found('tag:temporal-lambda:function', 'other')
            result['large'] = error(ssm.put_parameter, Name='large', Value='x' * 4097, Type='SecureString')[0]
            ssm.delete_parameter(**named)
            result['gone'] = [error(ssm.get_parameter, **named)[0], error(ssm.delete_parameter, **named)[0]]
            """);
        void Is(string name, string json) => Assert.Equal(json, result.GetProperty(name).GetRawText());
        Is("twice", "\"ParameterAlreadyExists\"");
        Is("second", "2");
        Is("read", """["hush-2", 2, "hush-2"]""");
        Is("hidden", "false");
        Is("byName", """[["/team/worker/api-key", "alias/workers", 2]]""");
        Is("byTag", """[["/team/worker/api-key", "alias/workers", 2]]""");
        Is("byOtherTag", "[]");
        Is("large", "\"ValidationException\"");
        Is("gone", """["ParameterNotFound", "ParameterNotFound"]""");
    }

    [Fact]
    public async Task A_role_reads_only_the_parameter_that_its_policy_names()
    {
        var result = await sandbox.RunBotoAsync("""
            ssm, iam = client('ssm'), client('iam')
            for name in ['/mine', '/theirs']: ssm.put_parameter(Name=name, Value='hush', Type='SecureString')
            role = iam.create_role(RoleName='parameter-reader', AssumeRolePolicyDocument=trust('arn:aws:iam::000000000000:root'))['Role']['Arn']
            iam.put_role_policy(RoleName='parameter-reader', PolicyName='p', PolicyDocument=policy('ssm:GetParameter', 'arn:aws:ssm:us-east-1:000000000000:parameter/mine'))
            reader = client('ssm', **session(role))
            result['mine'] = reader.get_parameter(Name='/mine', WithDecryption=True)['Parameter']['Value']
            result['theirs'] = error(reader.get_parameter, Name='/theirs', WithDecryption=True)[0]
            """);
        Assert.Equal(("hush", "AccessDeniedException"), (result.GetProperty("mine").GetString(), result.GetProperty("theirs").GetString()));
    }

    [Fact]
    public async Task A_service_that_is_not_there_says_so()
    {
        var result = await sandbox.RunBotoAsync("""
            result['stacks'] = error(client('cloudformation').describe_stacks)
            result['buckets'] = error(client('s3').list_buckets)
            """);
        Assert.Contains("not cloudformation", result.GetProperty("stacks")[1].GetString());
        Assert.Equal("UnknownService", result.GetProperty("buckets")[0].GetString());
    }
}
