using System.Text.Json;
using TemporalLambda.Sandbox.Tests.Clients;

namespace TemporalLambda.Sandbox.Tests.Lambda;

/// <summary>Functions and versions, through boto3.</summary>
public sealed class FunctionTests(SandboxFixture sandbox)
{
    [Fact]
    public async Task A_function_goes_from_pending_to_active_and_shows_what_it_was_made_from()
    {
        var result = await sandbox.RunBotoAsync("""
            made = function('shown', Timeout=60, MemorySize=256, Environment={'Variables': {'NAME': 'value'}}, Tags={'owner': 'tests'},
                Description='A function.', Architectures=['arm64'], LoggingConfig={'LogFormat': 'JSON'})
            result['made'] = made
            result['got'] = client('lambda').get_function(FunctionName='shown')
            """);
        var (made, got) = (result.GetProperty("made"), result.GetProperty("got").GetProperty("Configuration"));
        Assert.Equal("Pending", made.GetProperty("State").GetString());
        Assert.Equal("Creating", made.GetProperty("StateReasonCode").GetString());
        Assert.Equal("Active", got.GetProperty("State").GetString());
        Assert.Equal("Successful", got.GetProperty("LastUpdateStatus").GetString());
        Assert.Equal("arn:aws:lambda:us-east-1:000000000000:function:shown", got.GetProperty("FunctionArn").GetString());
        Assert.Equal("$LATEST", got.GetProperty("Version").GetString());
        Assert.Equal(60, got.GetProperty("Timeout").GetInt32());
        Assert.Equal("value", got.GetProperty("Environment").GetProperty("Variables").GetProperty("NAME").GetString());
        Assert.Equal("arm64", got.GetProperty("Architectures")[0].GetString());
        Assert.Equal("/aws/lambda/shown", got.GetProperty("LoggingConfig").GetProperty("LogGroup").GetString());
        Assert.Equal("tests", result.GetProperty("got").GetProperty("Tags").GetProperty("owner").GetString());
        Assert.NotEqual(made.GetProperty("RevisionId").GetString(), got.GetProperty("RevisionId").GetString());
    }

    [Fact]
    public async Task The_package_comes_back_from_the_link_without_credentials()
    {
        var result = await sandbox.RunBotoAsync("""
            function('linked')
            result['link'] = client('lambda').get_function(FunctionName='linked')['Code']['Location']
            """);
        using var http = new HttpClient();
        var link = new Uri(result.GetProperty("link").GetString()!);
        Assert.Equal(File.ReadAllBytes(sandbox.PackageFile("one.zip")), await http.GetByteArrayAsync(link));
        var forged = await http.GetAsync(new Uri(link.ToString().Replace("Expires=1", "Expires=2", StringComparison.Ordinal)));
        Assert.Equal(403, (int)forged.StatusCode);
    }

    [Fact]
    public async Task A_version_keeps_its_code_while_LATEST_goes_on()
    {
        var result = await sandbox.RunBotoAsync("""
            lam = client('lambda')
            def call(name): return json.loads(lam.invoke(FunctionName=name)['Payload'].read())
            function('kept', Publish=True)
            result['first'] = lam.publish_version(FunctionName='kept')['Version']
            lam.update_function_code(FunctionName='kept', ZipFile=package('two.zip'))
            updated('kept')
            result['second'] = lam.publish_version(FunctionName='kept', Description='The second.')
            result['again'] = lam.publish_version(FunctionName='kept', Description='Another text.')['Version']
            result['answers'] = [call('kept:1'), call('kept:2'), call('kept')]
            lam.update_function_configuration(FunctionName='kept', Timeout=9)
            updated('kept')
            result['third'] = lam.publish_version(FunctionName='kept')['Version']
            result['listed'] = [[v['Version'], v['FunctionArn'], v.get('State')] for v in lam.list_versions_by_function(FunctionName='kept')['Versions']]
            result['timeouts'] = [lam.get_function_configuration(FunctionName='kept', Qualifier=q)['Timeout'] for q in ['2', '3', '$LATEST']]
            lam.delete_function(FunctionName='kept', Qualifier='1')
            result['gone'] = error(lam.get_function, FunctionName='kept', Qualifier='1')
            """);
        Assert.Equal("1", result.GetProperty("first").GetString());
        Assert.Equal("2", result.GetProperty("second").GetProperty("Version").GetString());
        Assert.Equal("The second.", result.GetProperty("second").GetProperty("Description").GetString());
        Assert.EndsWith(":kept:2", result.GetProperty("second").GetProperty("FunctionArn").GetString(), StringComparison.Ordinal);
        Assert.Equal("2", result.GetProperty("again").GetString());
        Assert.Equal("""["one", "two", "two"]""", result.GetProperty("answers").GetRawText());
        Assert.Equal("3", result.GetProperty("third").GetString());
        Assert.Equal("[3, 9, 9]", result.GetProperty("timeouts").GetRawText());
        const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:kept";
        Assert.Equal(
            $"[[\"$LATEST\", \"{Arn}:$LATEST\", null], [\"1\", \"{Arn}:1\", null], [\"2\", \"{Arn}:2\", null], [\"3\", \"{Arn}:3\", null]]",
            result.GetProperty("listed").GetRawText());
        Assert.Equal($"[\"ResourceNotFoundException\", \"Function not found: {Arn}:1\"]", result.GetProperty("gone").GetRawText());
    }

    [Fact]
    public async Task A_function_that_is_made_again_goes_on_counting()
    {
        var result = await sandbox.RunBotoAsync("""
            lam = client('lambda')
            made = function('counted', Publish=True)
            lam.delete_function(FunctionName='counted')
            result['gone'] = error(lam.get_function, FunctionName='counted')
            lam.create_function(FunctionName='counted', Runtime='provided.al2023', Handler='bootstrap', Role=made['Role'],
                Code={'ZipFile': package('one.zip')})
            lam.get_waiter('function_active_v2').wait(FunctionName='counted', WaiterConfig={'Delay': 0.05})
            result['version'] = lam.publish_version(FunctionName='counted')['Version']
            """);
        Assert.Equal("ResourceNotFoundException", result.GetProperty("gone")[0].GetString());
        Assert.Equal("2", result.GetProperty("version").GetString());
        Assert.Contains(("counted", null), sandbox.Invoker.Retired);
    }

    [Fact]
    public async Task While_it_changes_a_function_refuses_further_changes_and_serves_the_old_state()
    {
        await using var slow = await sandbox.StartSlowAsync(TimeSpan.FromSeconds(1));
        var result = await sandbox.RunBotoAsync("""
            lam = client('lambda')
            role = execution_role('busy-role')
            lam.create_function(FunctionName='busy', Runtime='provided.al2023', Handler='bootstrap', Role=role, Code={'ZipFile': package('one.zip')})
            result['pending'] = [error(lam.publish_version, FunctionName='busy'), error(lam.invoke, FunctionName='busy'),
                error(lam.update_function_configuration, FunctionName='busy', Timeout=5)]
            lam.get_waiter('function_active_v2').wait(FunctionName='busy', WaiterConfig={'Delay': 0.05})
            changed = lam.update_function_code(FunctionName='busy', ZipFile=package('two.zip'))
            result['changed'] = [changed['LastUpdateStatus'], changed['LastUpdateStatusReasonCode']]
            result['progress'] = [error(lam.publish_version, FunctionName='busy'),
                error(lam.update_function_configuration, FunctionName='busy', Timeout=5)]
            result['served'] = json.loads(lam.invoke(FunctionName='busy')['Payload'].read())
            updated('busy')
            result['then'] = json.loads(lam.invoke(FunctionName='busy')['Payload'].read())
            """, slow);
        const string Pending = "The operation cannot be performed at this time. The function is currently in the following state: Pending";
        const string Progress = "The operation cannot be performed at this time. An update is in progress for resource: "
            + "arn:aws:lambda:us-east-1:000000000000:function:busy";
        Assert.All(result.GetProperty("pending").EnumerateArray(), one => AssertConflict(Pending, one));
        Assert.Equal("""["InProgress", "Creating"]""", result.GetProperty("changed").GetRawText());
        Assert.All(result.GetProperty("progress").EnumerateArray(), one => AssertConflict(Progress, one));
        Assert.Equal("one", result.GetProperty("served").GetString());
        Assert.Equal("two", result.GetProperty("then").GetString());
        Assert.Contains(("busy", "$LATEST"), sandbox.Invoker.Retired);
    }

    [Fact]
    public async Task An_outdated_revision_or_hash_is_refused()
    {
        var result = await sandbox.RunBotoAsync("""
            lam = client('lambda')
            made = function('revised')
            now = lam.get_function_configuration(FunctionName='revised')
            result['errors'] = [error(lam.update_function_configuration, FunctionName='revised', Timeout=5, RevisionId=made['RevisionId'])[0],
                error(lam.update_function_code, FunctionName='revised', ZipFile=package('two.zip'), RevisionId=made['RevisionId'])[0],
                error(lam.publish_version, FunctionName='revised', RevisionId=made['RevisionId'])[0],
                error(lam.publish_version, FunctionName='revised', CodeSha256='x')[0]]
            result['right'] = lam.publish_version(FunctionName='revised', RevisionId=now['RevisionId'], CodeSha256=now['CodeSha256'])['Version']
            """);
        Assert.Equal(
            """["PreconditionFailedException", "PreconditionFailedException", "PreconditionFailedException", "InvalidParameterValueException"]""",
            result.GetProperty("errors").GetRawText());
        Assert.Equal("1", result.GetProperty("right").GetString());
    }

    [Fact]
    public async Task What_Lambda_would_refuse_is_refused_in_its_words()
    {
        var result = await sandbox.RunBotoAsync("""
            lam, iam = client('lambda'), client('iam')
            good = dict(FunctionName='refused', Runtime='provided.al2023', Handler='bootstrap', Role=execution_role('refused-role'),
                Code={'ZipFile': package('one.zip')})
            other = iam.create_role(RoleName='not-lambdas', AssumeRolePolicyDocument=TRUST_LAMBDA.replace('lambda.', 'ec2.'))['Role']['Arn']
            def refused(**changes): return error(lam.create_function, **dict(good, **changes))
            def zipped(name):
                data = io.BytesIO()
                with zipfile.ZipFile(data, 'w') as z: z.writestr(name, 'x')
                return {'ZipFile': data.getvalue()}
            result = [
                refused(Timeout=901), refused(MemorySize=10241),
                refused(Code={'ZipFile': b''}), refused(Role=other), refused(Role='arn:aws:iam::000000000000:role/absent'),
                refused(Code={'ZipFile': b'no zip'}), refused(Code=zipped('../outside')), refused(Code=zipped('/outside')),
                refused(Environment={'Variables': {'AWS_REGION': 'x', 'NAME': 'y'}}), refused(Environment={'Variables': {'NAME': 'x' * 5000}}),
                refused(Environment={'Variables': {'1x': 'y'}}), refused(FunctionName='a.b'), refused(FunctionName='a' * 65),
                refused(Runtime='dotnet6'), refused(Runtime='cobol'), refused(Layers=['arn:aws:lambda:us-east-1:1:layer:x:1']),
                refused(Code={'S3Bucket': 'bucket', 'S3Key': 'key'}),
                refused(VpcConfig={'SubnetIds': ['subnet-1'], 'SecurityGroupIds': ['sg-1']}),
            ]
            """);
        string[] expected =
        [
            "ValidationException: 1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
            "ValidationException: 1 validation error detected: Value '10241' at 'memorySize' failed to satisfy constraint: Member must have value less than or equal to 10240",
            "InvalidParameterValueException: Uploaded file must be a non-empty zip",
            "InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.",
            "InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.",
            "InvalidParameterValueException: Could not unzip uploaded file. Please check your file, then try to upload again.",
            "InvalidParameterValueException: Could not unzip uploaded file. Please check your file, then try to upload again. The entry ../outside is outside of the package.",
            "InvalidParameterValueException: Could not unzip uploaded file. Please check your file, then try to upload again. The entry /outside is outside of the package.",
            "InvalidParameterValueException: Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION",
            "InvalidParameterValueException: Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: 5011 bytes.",
            "ValidationException: 1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
            "ValidationException: 1 validation error detected: Value 'a.b' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?",
            $"ValidationException: 1 validation error detected: Value '{new string('a', 65)}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64",
            "InvalidParameterValueException: The runtime parameter of dotnet6 is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.",
            "InvalidParameterValueException: Value cobol at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [nodejs20.x, nodejs22.x, nodejs24.x, java8.al2, java11, java17, java21, java25, python3.10, python3.11, python3.12, python3.13, python3.14, dotnet8, dotnet10, ruby3.3, ruby3.4, ruby4.0, provided.al2, provided.al2023] or be a valid ARN",
            "InvalidParameterValueException: Layer version arn:aws:lambda:us-east-1:1:layer:x:1 does not exist: this sandbox has no layers.",
            "InvalidParameterValueException: Error occurred while GetObject. S3 Error Code: NoSuchBucket. S3 Error Message: The specified bucket does not exist",
            "InvalidParameterValueException: The provided execution role does not have permissions to call CreateNetworkInterface on EC2",
        ];
        Assert.Equal(expected, result.EnumerateArray().Select(one => $"{one[0].GetString()}: {one[1].GetString()}"));
    }

    [Fact]
    public async Task An_unchanged_function_exists_only_once()
    {
        var result = await sandbox.RunBotoAsync("""
            made = function('once')
            result = error(client('lambda').create_function, FunctionName='once', Runtime='provided.al2023', Handler='bootstrap',
                Role=made['Role'], Code={'ZipFile': package('one.zip')})
            """);
        Assert.Equal("""["ResourceConflictException", "Function already exist: once"]""", result.GetRawText());
    }

    [Fact]
    public async Task Every_form_of_the_name_leads_to_the_function()
    {
        var result = await sandbox.RunBotoAsync("""
            lam = client('lambda')
            function('named', Publish=True)
            lam.create_alias(FunctionName='named', Name='live', FunctionVersion='1')
            arn = 'arn:aws:lambda:us-east-1:000000000000:function:named'
            names = ['named', 'named:1', 'named:$LATEST', '000000000000:function:named', arn, arn + ':1', arn + ':live']
            result['versions'] = [lam.get_function_configuration(FunctionName=n)['Version'] for n in names]
            result['arns'] = [lam.get_function_configuration(FunctionName=n)['FunctionArn'].split(':', 6)[6] for n in names]
            result['both'] = error(lam.get_function, FunctionName='named:1', Qualifier='2')
            result['elsewhere'] = error(lam.get_function, FunctionName=arn.replace('us-east-1', 'eu-west-1'))[0]
            """);
        Assert.Equal("""["1", "1"]""", $"[{result.GetProperty("versions")[1].GetRawText()}, {result.GetProperty("versions")[6].GetRawText()}]");
        Assert.Equal(
            """["$LATEST", "1", "$LATEST", "$LATEST", "$LATEST", "1", "1"]""", result.GetProperty("versions").GetRawText());
        Assert.Equal(
            """["named", "named:1", "named:$LATEST", "named", "named", "named:1", "named:live"]""", result.GetProperty("arns").GetRawText());
        Assert.Equal("InvalidParameterValueException", result.GetProperty("both")[0].GetString());
        Assert.Equal("ResourceNotFoundException", result.GetProperty("elsewhere").GetString());
    }

    [Fact]
    public async Task A_damaged_package_ends_in_the_state_failed()
    {
        var result = await sandbox.RunBotoAsync("""
            lam = client('lambda')
            data = io.BytesIO()
            with zipfile.ZipFile(data, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr('bootstrap', 'x' * 5000)
            broken = bytearray(data.getvalue())
            broken[45] ^= 0xff
            lam.create_function(FunctionName='damaged', Runtime='provided.al2023', Handler='bootstrap', Role=execution_role('damaged-role'),
                Code={'ZipFile': bytes(broken)})
            for i in range(100):
                got = lam.get_function_configuration(FunctionName='damaged')
                if got['State'] != 'Pending': break
                time.sleep(0.05)
            result = [got['State'], got['StateReasonCode']]
            """);
        Assert.Equal("""["Failed", "InvalidZipFileException"]""", result.GetRawText());
    }

    [Fact]
    public async Task Aliases_tags_concurrency_and_account_are_kept()
    {
        var result = await sandbox.RunBotoAsync("""
            lam = client('lambda')
            made = function('settled', Publish=True)
            arn = 'arn:aws:lambda:us-east-1:000000000000:function:settled'
            lam.create_alias(FunctionName='settled', Name='live', FunctionVersion='1', Description='d')
            lam.update_alias(FunctionName='settled', Name='live', FunctionVersion='$LATEST')
            result['alias'] = lam.get_alias(FunctionName='settled', Name='live')['FunctionVersion']
            result['aliases'] = len(lam.list_aliases(FunctionName='settled')['Aliases'])
            lam.delete_alias(FunctionName='settled', Name='live')
            result['no_alias'] = error(lam.get_alias, FunctionName='settled', Name='live')
            lam.tag_resource(Resource=arn, Tags={'a': '1', 'b': '2'})
            lam.untag_resource(Resource=arn, TagKeys=['a'])
            result['tags'] = lam.list_tags(Resource=arn)['Tags']
            lam.put_function_concurrency(FunctionName='settled', ReservedConcurrentExecutions=3)
            result['reserved'] = [lam.get_function_concurrency(FunctionName='settled')['ReservedConcurrentExecutions'],
                lam.get_function(FunctionName='settled')['Concurrency']['ReservedConcurrentExecutions'],
                lam.get_account_settings()['AccountLimit']['UnreservedConcurrentExecutions']]
            result['too_many'] = error(lam.put_function_concurrency, FunctionName='settled', ReservedConcurrentExecutions=901)[0]
            lam.delete_function_concurrency(FunctionName='settled')
            result['listed'] = 'settled' in [f['FunctionName'] for p in lam.get_paginator('list_functions').paginate(PaginationConfig={'PageSize': 2}) for f in p['Functions']]
            """);
        Assert.Equal("$LATEST", result.GetProperty("alias").GetString());
        Assert.Equal(1, result.GetProperty("aliases").GetInt32());
        Assert.Equal("ResourceNotFoundException", result.GetProperty("no_alias")[0].GetString());
        Assert.Equal("""{"b": "2"}""", result.GetProperty("tags").GetRawText());
        Assert.Equal("[3, 3, 997]", result.GetProperty("reserved").GetRawText());
        Assert.Equal("InvalidParameterValueException", result.GetProperty("too_many").GetString());
        Assert.True(result.GetProperty("listed").GetBoolean());
        Assert.Null(sandbox.Invoker.Reserved["settled"]);
    }

    [Fact]
    public async Task Twenty_functions_at_once_come_and_go_and_leave_no_package()
    {
        await using var own = await sandbox.StartSlowAsync(TimeSpan.FromMilliseconds(20));
        var result = await sandbox.RunBotoAsync("""
            from concurrent.futures import ThreadPoolExecutor
            lam, iam = client('lambda', config=Config(max_pool_connections=20)), client('iam')
            role = execution_role('many')
            def worker(i):
                name = 'many-%d' % i
                def call(qualifier): return json.loads(lam.invoke(FunctionName=name, Qualifier=qualifier)['Payload'].read())
                lam.create_function(FunctionName=name, Runtime='provided.al2023', Handler='bootstrap', Role=role, Publish=True,
                    Code={'ZipFile': package('one.zip' if i % 2 else 'two.zip')})
                lam.get_waiter('function_active_v2').wait(FunctionName=name, WaiterConfig={'Delay': 0.05})
                lam.update_function_code(FunctionName=name, ZipFile=package('two.zip' if i % 2 else 'one.zip'))
                updated(name)
                answers = [call('1'), call(lam.publish_version(FunctionName=name)['Version'])]
                lam.delete_function(FunctionName=name)
                return answers
            with ThreadPoolExecutor(20) as pool: result = list(pool.map(worker, range(20)))
            """, own);
        Assert.Equal(
            Enumerable.Range(0, 20).Select(i => i % 2 == 1 ? """["one", "two"]""" : """["two", "one"]"""),
            result.EnumerateArray().Select(one => one.GetRawText()));
        // The last package goes in the background.
        string[] folders = [Path.Combine(own.Services.Options.DataFolder, "code"), Path.Combine(own.Services.Options.DataFolder, "packages")];
        Assert.True(SpinWait.SpinUntil(() => folders.All(folder => !Directory.EnumerateFileSystemEntries(folder).Any()), TimeSpan.FromSeconds(10)));
    }

    private static void AssertConflict(string message, JsonElement error) =>
        Assert.Equal(("ResourceConflictException", message), (error[0].GetString(), error[1].GetString()));
}
