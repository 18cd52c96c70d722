using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime.Internal;
using TemporalLambda.Aws.Access;

namespace TemporalLambda.Aws.Tests.Access;

public sealed class AwsSessionTests : IDisposable
{
    private static readonly string[] Variables =
    [
        "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION",
        "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_LAMBDA", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_EC2_METADATA_DISABLED", "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    ];

    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(v => v, Environment.GetEnvironmentVariable);
    private readonly string _folder = Directory.CreateTempSubdirectory("aws-session-").FullName;

    private readonly FakeAws _aws;

    public AwsSessionTests(FakeAws aws)
    {
        _aws = aws;
        foreach (string variable in Variables)
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    // The SDK reads the location of its files once a process, so profiles are given with theirs.
    private string ProfileFile => Path.Combine(_folder, "credentials");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach ((string variable, string? value) in _before)
        {
            Environment.SetEnvironmentVariable(variable, value);
        }

        FallbackInternalConfigurationFactory.Reset();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Without_any_credentials_it_says_so_within_two_seconds()
    {
        // It accepts connections and never answers, which is worse than what is at 169.254.169.254 off an instance.
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT", $"http://{silent.LocalEndpoint}");
        FallbackInternalConfigurationFactory.Reset();
        Stopwatch watch = Stopwatch.StartNew();

        StageException error = await FailAsync(new AwsOptions { Region = "eu-central-1" });

        Assert.Equal("NoCredentials", error.ErrorId);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"it took {watch.Elapsed}");
    }

    [Fact]
    public async Task With_metadata_disabled_it_does_not_even_look()
    {
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");

        Assert.Equal("NoCredentials", (await FailAsync(new AwsOptions { Region = "eu-central-1" })).ErrorId);
    }

    [Fact]
    public async Task Without_a_region_it_says_so() =>
        Assert.Equal("NoRegion", (await FailAsync(new AwsOptions { AccessKey = "a", SecretKey = "b" })).ErrorId);

    [Theory]
    [InlineData("Frankfurt")]
    [InlineData("eu-central")]
    [InlineData("eu central 1")]
    public async Task What_has_no_regions_form_is_refused(string region) =>
        Assert.Equal("RegionNotValid", (await FailAsync(new AwsOptions { AccessKey = "a", SecretKey = "b", Region = region })).ErrorId);

    [Fact]
    public async Task An_access_key_without_its_secret_is_refused() =>
        Assert.Equal("KeysIncomplete", (await FailAsync(new AwsOptions { AccessKey = "a", Region = "eu-central-1" })).ErrorId);

    [Fact]
    public async Task A_profile_that_does_not_exist_is_named()
    {
        StageException error = await FailAsync(new AwsOptions { ProfileName = "nobody", Region = "eu-central-1" });

        Assert.Equal(("ProfileNotFound", "nobody"), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task A_profile_in_the_environment_that_does_not_exist_is_named()
    {
        Environment.SetEnvironmentVariable("AWS_PROFILE", "nobody-of-this-name");

        StageException error = await FailAsync(new AwsOptions { Region = "eu-central-1" });

        Assert.Equal(("ProfileNotFound", "nobody-of-this-name"), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task An_expired_SSO_session_names_the_command_that_renews_it()
    {
        WriteProfile(
            """
            [sso]
            sso_account_id = 123456789012
            sso_role_name = Developer
            sso_region = eu-central-1
            sso_start_url = https://company-without-session.awsapps.com/start
            region = eu-central-1
            """);

        StageException error = await FailAsync(new AwsOptions { ProfileName = "sso", ProfileLocation = ProfileFile });

        Assert.Equal("SsoSessionExpired", error.ErrorId);
        Assert.Contains("aws sso login --profile sso", error.Recommendation);
    }

    [Theory]
    [InlineData("sso_session = company\nsso_account_id = 123456789012\nsso_role_name = r", "aws sso login --profile mine")]
    [InlineData("sso_start_url = https://c.awsapps.com/start\nsso_region = eu-central-1\nsso_account_id = 123456789012\nsso_role_name = r", "aws sso login --profile mine")]
    [InlineData("aws_access_key_id = testing\naws_secret_access_key = testing", null)]
    public void Which_command_renews_a_session_is_known_from_its_profile(string settings, string? command)
    {
        WriteProfile($"[sso-session company]\nsso_region = eu-central-1\nsso_start_url = https://c.awsapps.com/start\n[mine]\n{settings}\n");

        Assert.Equal(command, CredentialSource.RenewCommand(new AwsOptions { ProfileName = "mine", ProfileLocation = ProfileFile }));
    }

    [Fact]
    public async Task A_session_that_ends_on_the_way_says_how_to_renew_it()
    {
        AwsOptions options = new() { AccessKey = FakeAws.Key, SecretKey = FakeAws.Key, Region = "eu-central-1", EndpointUrl = await _aws.UseAsync() };
        using AwsSession session = await OpenAsync(options);
        await _aws.PlanAsync(new { operation = "GetFunction", times = 1, status = 403, code = "ExpiredTokenException", message = "Expired." });

        StageException error = await Assert.ThrowsAsync<StageException>(() => session.Lambda.GetFunctionAsync("any", null, Token));

        Assert.Equal("CredentialsExpired", error.ErrorId);
        Assert.Contains("new temporary keys", error.Recommendation);
        Assert.Contains(
            "'aws sso login --profile mine'",
            AwsFaults.From(error.InnerException!, "lambda", "GetFunction", "any", "aws sso login --profile mine").Recommendation);
    }

    [Fact]
    public async Task A_profile_that_names_an_SSO_session_that_is_not_there_is_told_as_that()
    {
        WriteProfile("[mine]\nregion = eu-central-1\nsso_session = company\n");

        StageException error = await FailAsync(new AwsOptions { ProfileName = "mine", ProfileLocation = ProfileFile });

        Assert.Equal("CredentialsRefused", error.ErrorId);
        Assert.Contains("company", error.Message);
    }

    [Theory]
    [InlineData("eu-central-1", "aws")]
    [InlineData("cn-northwest-1", "aws-cn")]
    [InlineData("us-gov-east-1", "aws-us-gov")]
    [InlineData("us-iso-east-1", "aws-iso")]
    [InlineData("us-isob-east-1", "aws-iso-b")]
    [InlineData("eu-isoe-west-1", "aws-iso-e")]
    [InlineData("us-isof-south-1", "aws-iso-f")]
    [InlineData("eusc-de-east-1", "aws-eusc")]
    [InlineData("eu-central-9", "aws")]
    public async Task Each_region_is_of_its_partition(string region, string partition)
    {
        using AwsSession session = await OpenAsync(new AwsOptions { AccessKey = "a", SecretKey = "b", Region = region });

        Assert.Equal((region, partition), (session.Region, session.Partition));
    }

    [Fact]
    public async Task Credentials_that_another_library_holds_are_asked_for_each_call()
    {
        Changing keys = new("wrong");
        using AwsSession session = await OpenAsync(
            new AwsOptions { Credential = keys, Region = "eu-central-1", EndpointUrl = await _aws.UseAsync() });
        keys.Secret = "testing";

        Assert.Equal("123456789012", (await session.GetCallerIdentityAsync(Token)).Account);
    }

    [Theory]
    [InlineData("LAMBDA")]
    [InlineData("IAM")]
    [InlineData("STS")]
    [InlineData("CLOUDWATCH_LOGS")]
    [InlineData("S3")]
    [InlineData("SSM")]
    public async Task Each_service_can_have_an_endpoint_of_its_own(string service)
    {
        string variable = "AWS_ENDPOINT_URL_" + service;
        Environment.SetEnvironmentVariable(variable, await _aws.UseAsync());
        try
        {
            using AwsSession session = await OpenAsync(new AwsOptions { AccessKey = FakeAws.Key, SecretKey = FakeAws.Key, Region = "eu-central-1" });
            IReadOnlyList<AwsCall> calls = await _aws.CallsOfAsync(() => service switch
            {
                "LAMBDA" => session.Lambda.GetFunctionAsync("none", null, Token).OrNull(),
                "IAM" => session.Iam.GetRoleAsync("none", Token).OrNull(),
                "STS" => session.GetCallerIdentityAsync(Token),
                "CLOUDWATCH_LOGS" => session.Logs.DescribeLogGroupsAsync("none", Token),
                "S3" => session.Storage.ListBucketsAsync(Token),
                _ => session.Parameters.GetParameterAsync(new() { Name = "none" }, Token).OrNull(),
            });
            Assert.Single(calls);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, null);
        }
    }

    [Fact]
    public async Task A_credential_process_that_fails_is_told_with_its_reason()
    {
        WriteProfile("[process]\ncredential_process = false\nregion = eu-central-1\n");

        Assert.Equal("CredentialsRefused", (await FailAsync(new AwsOptions { ProfileName = "process", ProfileLocation = ProfileFile })).ErrorId);
    }

    [Theory]
    [InlineData("localhost:4566")]
    [InlineData("ftp://localhost")]
    [InlineData("nonsense")]
    public async Task An_endpoint_that_is_no_web_address_is_refused(string url) => Assert.Equal(
        "EndpointUrlNotValid",
        (await FailAsync(new AwsOptions { AccessKey = "a", SecretKey = "b", Region = "eu-central-1", EndpointUrl = url })).ErrorId);

    [Fact]
    public async Task An_endpoint_in_the_environment_that_is_no_web_address_is_refused()
    {
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_LAMBDA", "nonsense");

        StageException error = await FailAsync(new AwsOptions { AccessKey = "a", SecretKey = "b", Region = "eu-central-1" });

        Assert.Equal("EndpointUrlNotValid", error.ErrorId);
        Assert.Contains("AWS_ENDPOINT_URL_LAMBDA", error.Message);
    }

    [Fact]
    public async Task The_named_profiles_region_wins_over_the_environment()
    {
        Environment.SetEnvironmentVariable("AWS_REGION", "us-east-1");
        WriteProfile("[there]\nregion = cn-north-1\naws_access_key_id = a\naws_secret_access_key = b\n");

        using AwsSession session = await OpenAsync(new AwsOptions { ProfileName = "there", ProfileLocation = ProfileFile });

        Assert.Equal(("cn-north-1", "aws-cn"), (session.Region, session.Partition));
    }

    [Theory]
    [InlineData("AWS_REGION")]
    [InlineData("AWS_DEFAULT_REGION")]
    public async Task The_environment_gives_the_region_else(string variable)
    {
        Environment.SetEnvironmentVariable(variable, "us-gov-west-1");

        using AwsSession session = await OpenAsync(new AwsOptions { AccessKey = "a", SecretKey = "b" });

        Assert.Equal(("us-gov-west-1", "aws-us-gov"), (session.Region, session.Partition));
    }

    [Fact]
    public async Task A_changed_environment_is_noticed_in_the_same_process()
    {
        foreach (string region in new[] { "eu-west-1", "us-west-2" })
        {
            Environment.SetEnvironmentVariable("AWS_REGION", region);
            using AwsSession session = await OpenAsync(new AwsOptions { AccessKey = "a", SecretKey = "b" });
            Assert.Equal(region, session.Region);
        }
    }

    [Fact]
    public async Task A_profile_can_lie_in_another_file()
    {
        WriteProfile("[mine]\naws_access_key_id = a\naws_secret_access_key = b\nregion = eu-west-1\n");

        using AwsSession session = await OpenAsync(new AwsOptions { ProfileName = "mine", ProfileLocation = ProfileFile });

        Assert.Equal("eu-west-1", session.Region);
    }

    [Fact]
    public async Task The_profiles_own_endpoint_is_used()
    {
        WriteProfile(
            """
            [local]
            region = eu-central-1
            aws_access_key_id = a
            aws_secret_access_key = b
            endpoint_url = http://127.0.0.1:4566
            """);

        using AwsSession session = await OpenAsync(new AwsOptions { ProfileName = "local", ProfileLocation = ProfileFile });

        Assert.Equal(new Uri("http://127.0.0.1:4566/"), session.EndpointUrl);
    }

    [Fact]
    public async Task The_environments_keys_are_used()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "testing");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "testing");

        await AssertIdentityAsync(new AwsOptions { Region = "eu-central-1", EndpointUrl = await _aws.UseAsync() });
    }

    [Fact]
    public async Task A_credential_process_is_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The process is a shell's command.");
        string credentials = Path.Combine(_folder, "process.json");
        await File.WriteAllTextAsync(credentials, """{"Version":1,"AccessKeyId":"testing","SecretAccessKey":"testing"}""", Token);
        WriteProfile($"[process]\ncredential_process = cat {credentials}\nregion = eu-central-1\n");

        await AssertIdentityAsync(
            new AwsOptions { ProfileName = "process", ProfileLocation = ProfileFile, EndpointUrl = await _aws.UseAsync() });
    }

    [Fact]
    public async Task A_containers_credentials_are_used()
    {
        await using FakeMetadata metadata = FakeMetadata.Start();
        Environment.SetEnvironmentVariable("AWS_CONTAINER_CREDENTIALS_FULL_URI", metadata.Url + "/container");

        using AwsSession session = await OpenAsync(new AwsOptions { Region = "eu-central-1" });

        Assert.Equal(1, metadata.CredentialsGiven);
    }

    [Fact]
    public async Task An_instances_credentials_and_region_are_used()
    {
        await using FakeMetadata metadata = FakeMetadata.Start();
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.Url);
        FallbackInternalConfigurationFactory.Reset();

        using AwsSession session = await OpenAsync(new AwsOptions());

        Assert.Equal("eu-west-3", session.Region);
        Assert.InRange(metadata.CredentialsGiven, 1, 2);
    }

    [Fact]
    public async Task A_role_that_a_profile_assumes_is_assumed()
    {
        string url = await _aws.UseAsync();
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", url);
        WriteProfile(
            """
            [base]
            aws_access_key_id = testing
            aws_secret_access_key = testing
            region = eu-central-1
            [assuming]
            role_arn = arn:aws:iam::123456789012:role/assumed-by-profile
            source_profile = base
            region = eu-central-1
            """);
        using AwsSession plain = await OpenAsync(new AwsOptions { ProfileName = "base", ProfileLocation = ProfileFile });
        await plain.Iam.CreateRoleAsync(
            new() { RoleName = "assumed-by-profile", AssumeRolePolicyDocument = """{"Version":"2012-10-17","Statement":[]}""" }, Token);

        using AwsSession session = await OpenAsync(new AwsOptions { ProfileName = "assuming", ProfileLocation = ProfileFile });

        Assert.Contains(":assumed-role/assumed-by-profile/", (await session.GetCallerIdentityAsync(Token)).Arn);
    }

    [Fact]
    public void Options_never_print_a_key() => Assert.DoesNotMatch(
        "hush", new AwsOptions { AccessKey = "hush1", SecretKey = "hush2", SessionToken = "hush3" }.ToString());

    private static async Task<AwsSession> OpenAsync(AwsOptions options) =>
        await AwsSession.OpenAsync(options, SilentReporter.Instance, Token);

    private static async Task<StageException> FailAsync(AwsOptions options) =>
        await Assert.ThrowsAsync<StageException>(async () => (await OpenAsync(options)).Dispose());

    private static async Task AssertIdentityAsync(AwsOptions options)
    {
        using AwsSession session = await OpenAsync(options);
        Assert.Equal("123456789012", (await session.GetCallerIdentityAsync(Token)).Account);
    }

    private sealed class Changing(string secret) : AwsKeySource
    {
        public string Secret { get; set; } = secret;

        public override AwsKeys GetKeys() => new("testing", Secret, null);
    }

    private void WriteProfile(string text) => File.WriteAllText(ProfileFile, text);
}
