using System.Collections;
using System.Management.Automation;
using System.Net;
using TemporalLambda.Aws;
using TemporalLambda.Cmdlets.Connection;

namespace TemporalLambda.CmdletBase.Tests.Connection;

/// <summary>Credentials of other modules, whose types are not ours.</summary>
public class CredentialObjectTests
{
    public static TheoryData<string> Kinds => ["keys of the SDK", "the SDK's credentials", "AWS.Tools' wrapper", "STS's answer", "a custom object", "a table"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_AWS_modules_give_is_understood(string kind)
    {
        object given = kind switch
        {
            "keys of the SDK" => new ForeignKeys("key", "secret", "token"),
            "the SDK's credentials" => new ForeignSdkCredentials(new ForeignKeys("key", "secret", "token")),
            "AWS.Tools' wrapper" => PSObject.AsPSObject(new ForeignWrapper(new ForeignSdkCredentials(new ForeignKeys("key", "secret", "token")))),
            "STS's answer" => new { Credentials = new { AccessKeyId = "key", SecretAccessKey = "secret", SessionToken = "token" } },
            "a custom object" => Custom(),
            _ => new Hashtable { ["AccessKey"] = "key", ["SecretKey"] = "secret", ["SessionToken"] = "token" },
        };

        Assert.Equal(new AwsKeys("key", "secret", "token"), CredentialObject.From(given, "Credential").GetKeys());
    }

    [Fact]
    public void Keys_are_asked_for_again_so_that_their_module_refreshes_them()
    {
        ForeignSdkCredentials foreign = new(new ForeignKeys("key", "secret", null));
        CredentialObject source = CredentialObject.From(foreign, "Credential");

        foreign.Current = new ForeignKeys("next", "secret", null);

        Assert.Equal("next", source.GetKeys().AccessKey);
    }

    [Fact]
    public void The_same_object_is_the_same_identity()
    {
        ForeignSdkCredentials foreign = new(new ForeignKeys("key", "secret", null));

        Assert.Equal(CredentialObject.From(foreign, "Credential"), CredentialObject.From(PSObject.AsPSObject(foreign), "Credential"));
        Assert.NotEqual(CredentialObject.From(foreign, "Credential"), CredentialObject.From(new ForeignSdkCredentials(foreign.Current), "Credential"));
    }

    [Fact]
    public void What_gives_no_AWS_key_is_refused()
    {
        PSCredential password = new("user", new NetworkCredential("", "hush").SecurePassword);

        Assert.All(
            new object[] { password, 5, new Hashtable(), new { AccessKey = "key" } },
            given => Assert.Equal("CredentialNotUsable", Assert.Throws<StageException>(() => CredentialObject.From(given, "Credential")).ErrorId));
    }

    [Fact]
    public void A_module_that_refuses_is_quoted()
    {
        StageException error = Assert.Throws<StageException>(() => CredentialObject.From(new ForeignSdkCredentials(null!), "Credential"));

        Assert.Equal("CredentialRefused", error.ErrorId);
        Assert.Contains("The session has ended.", error.Message);
    }

    [Fact]
    public void Keys_are_never_printed() => Assert.DoesNotContain("secret", new AwsKeys("key", "secret", "secret token").ToString());

    private static PSObject Custom()
    {
        PSObject custom = new();
        custom.Properties.Add(new PSNoteProperty("AccessKeyId", "key"));
        custom.Properties.Add(new PSNoteProperty("SecretAccessKey", "secret"));
        custom.Properties.Add(new PSNoteProperty("SessionToken", "token"));
        return custom;
    }

    private sealed record ForeignKeys(string AccessKey, string SecretKey, string? Token);

    private sealed class ForeignSdkCredentials(ForeignKeys current)
    {
        public ForeignKeys Current { get; set; } = current;

        public ForeignKeys GetCredentials() => Current ?? throw new InvalidOperationException("The session has ended.");
    }

    private sealed class ForeignWrapper(ForeignSdkCredentials credentials)
    {
        internal ForeignSdkCredentials Credentials { get; } = credentials;
    }
}
