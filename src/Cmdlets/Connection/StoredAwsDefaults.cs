using System.Management.Automation;
using TemporalLambda.Aws;

namespace TemporalLambda.Cmdlets.Connection;

/// <summary>What AWS.Tools keeps for a PowerShell session: the variables that Set-AWSCredential and Set-DefaultAWSRegion set.</summary>
internal sealed class StoredAwsDefaults
{
    /// <summary>Nothing is kept.</summary>
    public static readonly StoredAwsDefaults None = new(null, null);

    private const string CredentialsVariable = "StoredAWSCredentials";
    private const string RegionVariable = "StoredAWSRegion";

    private readonly object? _credentials;
    private readonly string? _region;

    private StoredAwsDefaults(object? credentials, string? region)
    {
        _credentials = credentials;
        _region = region;
    }

    /// <summary>Reads the variables, on PowerShell's own thread.</summary>
    public static StoredAwsDefaults Read(PSCmdlet cmdlet) => new(cmdlet.GetVariableValue(CredentialsVariable), RegionOf(cmdlet.GetVariableValue(RegionVariable)));

    /// <summary>The options that they say. A text is a profile's name.</summary>
    /// <exception cref="StageException">The variable holds something that gives no AWS keys.</exception>
    public AwsOptions Options(bool useCredentials)
    {
        AwsOptions options = new() { Region = _region };
        if (!useCredentials || _credentials is null)
        {
            return options;
        }

        return Text(_credentials) is { } profile
            ? options with { ProfileName = profile }
            : options with { Credential = CredentialObject.From(_credentials, "$" + CredentialsVariable) };
    }

    private static string? RegionOf(object? value) => value is null
        ? null
        : Text(value) ?? Text(PSObject.AsPSObject(value).Properties["SystemName"]?.Value) ?? Text(PSObject.AsPSObject(value).Properties["Region"]?.Value);

    private static string? Text(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) is string { Length: > 0 } text ? text : null;
}
