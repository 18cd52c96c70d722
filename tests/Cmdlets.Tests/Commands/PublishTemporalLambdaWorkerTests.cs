using System.IO.Compression;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests.Commands;

[Collection(nameof(FakeAws))]
public sealed class PublishTemporalLambdaWorkerTests(FakeAws aws) : IDisposable
{
    private const string Publish = "$worker | Publish-TemporalLambdaWorker @aws -WorkerAddress temporal:7233 -WorkerNamespace default";

    private readonly string _folder = Directory.CreateTempSubdirectory("publish-").FullName;
    private readonly ModuleEngine _engine = new();

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_record_becomes_a_published_version_and_carries_everything_on()
    {
        PSObject worker = Worker("carried");

        EngineResult result = await RunAsync(Publish, worker);

        result.AssertNoErrors();
        const string arn = "arn:aws:lambda:eu-central-1:123456789012:function:carried";
        Assert.Equal(
            (arn, "1", arn + ":1", "arn:aws:iam::123456789012:role/carried-execution", 512, false),
            (result.Single("FunctionArn"), result.Single("FunctionVersion"), result.Single("QualifiedArn"), result.Single("ExecutionRoleArn"),
                result.Single("MemorySize"), result.Single("IsPlanned")));
        Assert.Equal(("shop", "b1", "orders"), (result.Single("DeploymentName"), result.Single("BuildId"), result.Single("TaskQueue")));
        Assert.Contains(result.Verbose, line => line.StartsWith("lambda CreateFunction carried: 201 in ", StringComparison.Ordinal));
        Assert.Equal(
            "CreateRole PutRolePolicy CreateFunction PublishVersion PutFunctionEventInvokeConfig",
            await ActionsAsync(result.Output[0]));
    }

    [Fact]
    public async Task A_second_run_changes_nothing_and_says_so()
    {
        PSObject worker = Worker("again");
        await RunAsync(Publish, worker);
        EngineResult again = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => again = await RunAsync(Publish, worker));

        again.AssertNoErrors();
        Assert.Equal("", await ActionsAsync(again.Output[0]));
        Assert.DoesNotContain(calls, call => call.Changes);
    }

    [Fact]
    public async Task Of_twenty_workers_down_one_pipeline_one_fails_and_the_others_are_published_and_granted()
    {
        PSObject[] workers = [.. Enumerable.Range(1, 20).Select(number => Worker($"many-{number:00}", ("MemorySize", number == 7 ? 1 : 512)))];

        EngineResult result = await RunAsync(
            Publish.Replace("$worker", "$workers", StringComparison.Ordinal)
                + " | Grant-TemporalInvoke @aws -TemporalPrincipalArn arn:aws:iam::123456789012:role/temporal-server",
            Worker("unused"),
            ("workers", workers));

        result.AssertError("SettingNotValid");
        Assert.Equal(
            Enumerable.Range(1, 20).Where(number => number != 7).Select(number => ($"many-{number:00}", "1", $"arn:aws:iam::123456789012:role/many-{number:00}-temporal-invoke")),
            result.Output.Select(record => ((string)record.Properties["FunctionName"].Value, (string)record.Properties["FunctionVersion"].Value, (string)record.Properties["InvokeRoleArn"].Value)));
        Assert.Equal(19, result.Output.Select(record => record.Properties["ExternalId"].Value).Distinct().Count());
    }

    [Fact]
    public async Task WhatIf_tells_the_plan_and_the_record_still_flows()
    {
        EngineResult result = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(
            async () => result = await RunAsync(Publish + " -WhatIf", Worker("what-if")));

        result.AssertNoErrors();
        Assert.DoesNotContain(calls, call => call.Changes);
        Assert.Equal(
            [
                "What if: Create the execution role 'what-if-execution'.",
                "What if: Let the role 'what-if-execution' write the log of 'what-if'.",
                "What if: Create the function 'what-if' (provided.al2023, arm64, 512 MB, 60 s).",
                "What if: Publish a version of 'what-if' for build 'b1'.",
                "What if: Set asynchronous invocations of 'what-if' (the new version) to 0 retries and 60 s.",
            ],
            PlannedLines(result));
        Assert.Equal(
            (true, "arn:aws:lambda:eu-central-1:123456789012:function:what-if:1"), (result.Single("IsPlanned"), result.Single("QualifiedArn")));
    }

    [Fact]
    public async Task Settings_reach_the_function_and_a_rerun_without_them_leaves_them()
    {
        PSObject worker = Worker("settings");
        const string given = " -SubnetId subnet-1 -SecurityGroupId sg-1 -LogFormat json -LogLevel warn -LogRetentionDays 30 -ReservedConcurrency 5"
            + " -Tag @{ team = 'shop'; old = $null } -EphemeralStorage 1024 -TracingMode active -RolePath /team/";

        EngineResult first = await RunAsync(Publish + given, worker);
        EngineResult plain = await RunAsync(Publish, worker);
        EngineResult undone = await RunAsync(Publish + " -SubnetId @() -SecurityGroupId @() -Tag @{ team = $null } -WhatIf", worker);

        first.AssertNoErrors();
        Assert.Equal(
            "CreateRole PutRolePolicy PutRolePolicy PutRolePolicy PutRolePolicy CreateLogGroup PutRetentionPolicy CreateFunction "
                + "PutFunctionConcurrency PublishVersion PutFunctionEventInvokeConfig",
            await ActionsAsync(first.Output[0]));
        Assert.Equal("", await ActionsAsync(plain.AssertNoErrors().Output[0]));
        Assert.Equal(
            [
                "What if: Remove the tag team of the role 'settings-execution'.",
                "What if: Change the subnets of 'settings' from subnet-1 to none.",
                "What if: Change the security groups of 'settings' from sg-1 to none.",
                "What if: Remove the tag team of 'settings'.",
                "What if: Publish a version of 'settings' for build 'b1'.",
                "What if: Set asynchronous invocations of 'settings' (the new version) to 0 retries and 60 s.",
            ],
            PlannedLines(undone));
    }

    [Theory]
    [InlineData("-LogRetentionDays 2", "SettingNotValid")]
    [InlineData("-SubnetId subnet-1", "NetworkIncomplete")]
    [InlineData("-LogLevel DEBUG", "LogLevelNeedsJson")]
    [InlineData("-MaximumRetryAttempts 3", "SettingNotValid")]
    public async Task Bad_settings_are_refused_before_anything_is_changed(string settings, string errorId)
    {
        EngineResult result = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => result = await RunAsync($"{Publish} {settings}", Worker("bad-settings")));

        result.AssertError(errorId);
        Assert.DoesNotContain(calls, call => call.Changes);
    }

    [Fact]
    public async Task A_planned_record_without_a_package_yet_is_planned_on()
    {
        PSObject worker = Worker("planned", ("IsPlanned", true), ("PackagePath", Path.Combine(_folder, "to-be.zip")), ("PackageSha256", null), ("BuildId", null));
        EngineResult result = null!;

        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(async () => result = await RunAsync(Publish, worker));

        result.AssertNoErrors();
        Assert.DoesNotContain(calls, call => call.Changes);
        Assert.Equal(5, PlannedLines(result).Count());
        Assert.Equal(true, result.Single("IsPlanned"));
    }

    [Theory]
    [InlineData(true, 600)]
    [InlineData(false, 60)]
    public async Task The_timeout_is_long_where_the_worker_ends_when_idle(bool endsWhenIdle, int timeout)
    {
        EngineResult result = await RunAsync(Publish + " -WhatIf", Worker("timeout", ("EndsWhenIdle", endsWhenIdle)));

        Assert.Equal(timeout, result.AssertNoErrors().Single("Timeout"));
    }

    [Fact]
    public async Task A_package_that_says_where_to_connect_is_not_overruled()
    {
        PSObject worker = Worker("configured", ("PackagePath", Zip("temporal.toml")), ("PackageSha256", null));

        EngineResult result = await RunAsync("$worker | Publish-TemporalLambdaWorker @aws; $worker | Publish-TemporalLambdaWorker @aws -WorkerNamespace mine", worker);

        result.AssertNoErrors();
        Assert.Equal(
            "PublishVersion PutFunctionEventInvokeConfig UpdateFunctionConfiguration",
            string.Join(' ', (await ActionsAsync(result.Output[1])).Split(' ').Order()));
    }

    [Fact]
    public async Task The_workers_address_comes_from_the_connection()
    {
        EngineResult result = await RunAsync(
            "$worker | Publish-TemporalLambdaWorker @aws -Address 127.0.0.1:1 -WhatIf", Worker("connected"));

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Contains("127.0.0.1:1", error.ToString());
    }

    [Theory]
    [InlineData("PackagePath", "MissingProperty")]
    [InlineData("DeploymentName", "MissingProperty")]
    [InlineData("BuildId", "MissingProperty")]
    public async Task A_missing_property_is_named(string property, string errorId)
    {
        EngineResult result = await RunAsync(Publish, Worker("missing", (property, null)));

        ErrorRecord error = result.AssertError(errorId);
        Assert.Contains(property, error.ToString());
        Assert.Contains("New-TemporalLambdaWorker", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public async Task One_worker_that_fails_does_not_stop_the_next()
    {
        EngineResult result = await RunAsync("$worker, $second | Publish-TemporalLambdaWorker @aws -WorkerAddress t:1 -WorkerNamespace n",
            Worker("fails", ("FunctionName", "not.valid")), ("second", Worker("succeeds")));

        result.AssertError("FunctionNameNotValid");
        Assert.Equal("succeeds", result.Single("FunctionName"));
    }

    [Fact]
    public async Task Variables_are_in_no_stream()
    {
        EngineResult result = await RunAsync(Publish + " -Environment @{ PASSWORD = 'hush-hush'; NUMBER = 5 }", Worker("secret"));

        result.AssertNoErrors();
        Assert.DoesNotContain("hush-hush", result.AllText);
        Assert.DoesNotContain("hush-hush", string.Join(' ', result.Output[0].Properties.Select(p => p.Value)));
    }

    [Theory]
    [InlineData("Parameter", "PutParameter")]
    [InlineData("Environment", "CreateFunction")]
    public async Task A_workers_API_key_is_in_no_stream(string storage, string action)
    {
        SecureString key = new NetworkCredential("", "hush-hush").SecurePassword;

        EngineResult result = await RunAsync(
            $"{Publish} -WorkerApiKey $key -ApiKeyStorage {storage} -WhatIf; {Publish} -WorkerApiKey $key -ApiKeyStorage {storage}",
            Worker("key-in-" + storage),
            ("key", key));

        result.AssertNoErrors();
        Assert.DoesNotContain("hush-hush", result.AllText);
        Assert.DoesNotContain("hush-hush", string.Join(' ', result.Output.SelectMany(o => o.Properties).Select(p => p.Value)));
        Assert.Contains(action, await ActionsAsync(result.Output[1]));
        Assert.Equal(storage == "Environment", result.AllText.Contains("The API key is kept in the environment"));
    }

    [Fact]
    public async Task A_workers_certificate_is_stored_with_its_key_and_in_no_stream()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate =
            new CertificateRequest("CN=worker", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tls-");
        string certificatePath = Path.Combine(folder.FullName, "client.pem"), keyPath = Path.Combine(folder.FullName, "client.key");
        await File.WriteAllTextAsync(certificatePath, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(keyPath, key.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        try
        {
            string given = $"-WorkerTlsCertPath '{certificatePath}' -WorkerTlsKeyPath '{keyPath}'";
            EngineResult result = await RunAsync($"{Publish} {given} -WhatIf; {Publish} {given} -KmsKeyId alias/workers", Worker("certified"));
            EngineResult half = await RunAsync($"{Publish} -WorkerTlsCertPath '{certificatePath}'", Worker("half-certified"));

            result.AssertNoErrors();
            string secret = key.ExportPkcs8PrivateKeyPem().Split('\n')[1];
            Assert.DoesNotContain(secret, result.AllText);
            Assert.DoesNotContain(secret, string.Join(' ', result.Output.SelectMany(o => o.Properties).Select(p => p.Value)));
            Assert.Contains("PutParameter", await ActionsAsync(result.Output[1]));
            half.AssertError("CertificateIncomplete");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("$StoredAWSCredentials = @{ AccessKey = 'testing'; SecretKey = 'testing' }; $StoredAWSRegion = 'eu-west-3'", "")]
    [InlineData("$StoredAWSCredentials = 'nobody'; $StoredAWSRegion = 'us-east-1'", "-Credential @{ AccessKey = 'testing'; SecretKey = 'testing' } -Region eu-west-3")]
    [InlineData("$StoredAWSCredentials = 5; $StoredAWSRegion = @{ Region = 'eu-west-3' }", "-AccessKey testing -SecretKey testing -Region eu-west-3")]
    public async Task Credentials_and_region_of_AWS_Tools_are_used_and_given_ones_go_before(string stored, string given)
    {
        EngineResult result = await RunAsync(
            $"{stored}; {Publish.Replace("@aws", "-EndpointUrl $aws.EndpointUrl")} {given} -WhatIf", Worker("stored"));

        Assert.Equal("arn:aws:lambda:eu-west-3:123456789012:function:stored", result.AssertNoErrors().Single("FunctionArn"));
    }

    [Fact]
    public async Task A_password_is_no_AWS_credential()
    {
        PSCredential password = new("user", new NetworkCredential("", "hush").SecurePassword);

        EngineResult result = await RunAsync(
            Publish.Replace("@aws", "-EndpointUrl $aws.EndpointUrl -Region eu-west-3 -Credential $password"), Worker("password"), ("password", password));

        result.AssertError("CredentialNotUsable");
    }

    [Fact]
    public async Task Without_credentials_it_says_so()
    {
        string? disabled = Environment.GetEnvironmentVariable("AWS_EC2_METADATA_DISABLED");
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
        try
        {
            EngineResult result = await RunAsync(Publish.Replace("@aws", "-Region eu-central-1"), Worker("nobody"));
            result.AssertError("NoCredentials");
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", disabled);
        }
    }

    private static IEnumerable<string> PlannedLines(EngineResult result) =>
        result.HostLines.Where(line => line.StartsWith("What if: ", StringComparison.Ordinal));

    private async Task<string> ActionsAsync(PSObject record) =>
        (string)(await RunAsync("@($worker.Changes.Action) -join ' '", record)).Output.Single().BaseObject;

    private async Task<EngineResult> RunAsync(string script, PSObject worker, params (string Name, object? Value)[] more)
    {
        string url = await aws.UseAsync();
        string setup = $"$VerbosePreference = 'Continue'; $aws = @{{ AccessKey = '{FakeAws.Key}'; SecretKey = '{FakeAws.Key}'; Region = 'eu-central-1'; EndpointUrl = '{url}' }}; ";
        return _engine.Run(setup + script, [("worker", worker), .. more]);
    }

    private PSObject Worker(string name, params (string Name, object? Value)[] changed)
    {
        string zip = Zip("bootstrap");
        Dictionary<string, object?> properties = new()
        {
            ["FunctionName"] = name,
            ["DeploymentName"] = "shop",
            ["BuildId"] = "b1",
            ["TaskQueue"] = "orders",
            ["Runtime"] = "provided.al2023",
            ["Handler"] = "bootstrap",
            ["Architecture"] = "arm64",
            ["PackagePath"] = zip,
            ["PackageSha256"] = Convert.ToBase64String(SHA256.HashData(File.ReadAllBytes(zip))),
            ["Fingerprint"] = "code",
        };
        foreach ((string property, object? value) in changed)
        {
            properties[property] = value;
        }

        PSObject worker = new();
        foreach ((string property, object? value) in properties)
        {
            worker.Properties.Add(new PSNoteProperty(property, value));
        }

        return worker;
    }

    private string Zip(string entry)
    {
        string path = Path.Combine(_folder, entry + ".zip");
        if (!File.Exists(path))
        {
            using ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create);
            zip.CreateEntry(entry);
        }

        return path;
    }
}
