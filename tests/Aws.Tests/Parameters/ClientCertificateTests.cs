using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amazon.SimpleSystemsManagement.Model;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Parameters;
using TemporalLambda.Aws.Removal;

namespace TemporalLambda.Aws.Tests.Parameters;

/// <summary>A worker's certificate and key, with the fake.</summary>
public sealed class ClientCertificateTests(FakeAws aws) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tls-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Certificate_and_key_become_one_parameter_that_the_function_knows_and_its_role_may_read()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = SampleFunction.In(_folder, "certified") with
        {
            Certificate = await IssueAsync(),
            CertificateKmsKeyId = "1234abcd-12ab-34cd-56ef-1234567890ab",
            ApiKey = new() { Key = new NetworkCredential("", "key").SecurePassword },
        };

        await DeployAsync(session, wanted);
        IReadOnlyList<AwsCall> again = await aws.CallsOfAsync(async () =>
        {
            Assert.Empty((await DeployAsync(session, wanted)).Changes);
            Assert.Empty((await DeployAsync(session, wanted with { Certificate = null, CertificateKmsKeyId = null, ApiKey = new() })).Changes);
        });

        const string name = "/temporal-lambda/certified/tls";
        Assert.DoesNotContain(again, call => call.Changes);
        Assert.Equal((Reveal(wanted.Certificate), 1L), await ValueAsync(session, name));
        Assert.Equal(name, (await session.Lambda.GetFunctionConfigurationAsync("certified", "1", Token)).Environment!.Variables!["TEMPORAL_TLS_PARAMETER"]);
        string policy = await session.Iam.GetRolePolicyAsync("certified-execution", "temporal-worker", Token);
        Assert.Contains(
            """
            "Resource":["arn:aws:ssm:eu-central-1:123456789012:parameter/temporal-lambda/certified/api-key","arn:aws:ssm:eu-central-1:123456789012:parameter/temporal-lambda/certified/tls"]
            """, policy);
        Assert.Contains("""
            "Action":["kms:Decrypt"],"Resource":["arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"]
            """, policy);
    }

    [Fact]
    public async Task Another_certificate_is_another_version_and_nothing_of_the_function_and_goes_with_the_worker()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = SampleFunction.In(_folder, "renewed") with { Certificate = await IssueAsync() };
        await DeployAsync(session, wanted);

        // With a chain it is larger than what a parameter holds for nothing.
        SecureString renewed = await IssueAsync(certificates: 9);
        FunctionPlan plan = await DeployAsync(session, wanted with { Certificate = renewed });
        Assert.Equal(
            ["Store the worker's certificate with its key as another version of the parameter '/temporal-lambda/renewed/tls'."], plan.Changes.Select(change => change.Sentence));
        Assert.Equal((Reveal(renewed), 2L), await ValueAsync(session, "/temporal-lambda/renewed/tls"));

        RemovalDeployment removal = new(session, SilentReporter.Instance, new FastTime());
        RemovalPlan removed = await removal.PlanAsync(new WantedRemoval { FunctionName = "renewed" }, Token);
        await removal.DeleteFunctionAsync(removed, Token);
        await removal.DeleteRestAsync(removed, Token);
        await Assert.ThrowsAsync<StageException>(() => ValueAsync(session, "/temporal-lambda/renewed/tls"));
    }

    [Theory]
    [InlineData("absent", "CertificateNotReadable")]
    [InlineData("certificate without a certificate", "CertificateNotPem")]
    [InlineData("key without a key", "CertificateNotPem")]
    [InlineData("key with a password", "CertificateNotPem")]
    public async Task What_is_no_certificate_with_its_key_is_refused(string situation, string errorId)
    {
        (string certificate, string key) = Issue(1);
        using ECDsa locked = ECDsa.Create();
        string certificatePath = Path.Combine(_folder, "client.pem"), keyPath = Path.Combine(_folder, "client.key");
        await File.WriteAllTextAsync(certificatePath, situation.StartsWith("certificate", StringComparison.Ordinal) ? key : certificate, Token);
        await File.WriteAllTextAsync(
            keyPath,
            situation == "key with a password"
                ? locked.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes128Cbc, HashAlgorithmName.SHA256, 1000))
                : situation.StartsWith("key", StringComparison.Ordinal) ? certificate : key,
            Token);

        StageException error = await Assert.ThrowsAsync<StageException>(
            () => ClientCertificate.ReadAsync(situation == "absent" ? certificatePath + ".absent" : certificatePath, keyPath, Token));

        Assert.Equal(errorId, error.ErrorId);
        Assert.DoesNotContain("BEGIN", error.Message);
    }

    [Fact]
    public async Task A_variable_that_comes_twice_is_refused()
    {
        using AwsSession session = await aws.OpenAsync();
        WantedFunction wanted = SampleFunction.In(_folder, "twice-certified") with
        {
            Certificate = await IssueAsync(), Environment = new Dictionary<string, string?> { ["TEMPORAL_TLS_PARAMETER"] = "/other" },
        };

        Assert.Equal("ApiKeyTwice", (await Assert.ThrowsAsync<StageException>(() => DeployAsync(session, wanted))).ErrorId);
    }

    private static string Reveal(SecureString? secret) => new NetworkCredential("", secret).Password;

    private static async Task<(string Value, long Version)> ValueAsync(AwsSession session, string name)
    {
        Parameter found = (await session.Parameters.GetParameterAsync(new GetParameterRequest { Name = name, WithDecryption = true }, Token)).Parameter;
        return (found.Value, found.Version!.Value);
    }

    private static (string Certificate, string Key) Issue(int certificates)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=worker", key, HashAlgorithmName.SHA256);
        using X509Certificate2 issued = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return (string.Concat(Enumerable.Repeat(issued.ExportCertificatePem() + "\n", certificates)), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task<SecureString> IssueAsync(int certificates = 1)
    {
        (string certificate, string key) = Issue(certificates);
        string certificatePath = Path.Combine(_folder, "issued.pem"), keyPath = Path.Combine(_folder, "issued.key");
        await File.WriteAllTextAsync(certificatePath, certificate, Token);
        await File.WriteAllTextAsync(keyPath, key, Token);
        return await ClientCertificate.ReadAsync(certificatePath, keyPath, Token);
    }

    private static async Task<FunctionPlan> DeployAsync(AwsSession session, WantedFunction wanted)
    {
        FunctionDeployment deployment = new(session, SilentReporter.Instance, new FastTime());
        FunctionPlan plan = await deployment.PlanAsync(wanted, Token);
        await deployment.ApplyAsync(plan, Token);
        return plan;
    }
}
