using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using TemporalLambda.Aws;
using TemporalLambda.Cmdlets.Errors;

namespace TemporalLambda.Cmdlets.Connection;

/// <summary>
/// AWS credentials of another module, read by their members' names alone: those of AWS.Tools are of another AWSSDK than ours. What
/// Get-AWSCredential, New-AWSCredential and Use-STSRole give is understood, and anything with the properties AccessKey and SecretKey.
/// </summary>
internal sealed class CredentialObject : AwsKeySource
{
    private const BindingFlags AnyMember = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;

    private readonly object _credentials;

    private CredentialObject(object credentials) => _credentials = credentials;

    /// <summary>The source of an object, which is asked once to see that it gives keys.</summary>
    /// <exception cref="StageException">It is nothing that gives AWS keys, as a PSCredential is.</exception>
    public static CredentialObject From(object given, string origin)
    {
        object credentials = given is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : given;
        CredentialObject source = new(credentials);
        return Read(credentials) is not null ? source : throw CmdletErrors.CredentialNotUsable(credentials.GetType().Name, origin);
    }

    public override AwsKeys GetKeys() => Read(_credentials) ?? throw CmdletErrors.CredentialNotUsable(_credentials.GetType().Name, "Credential");

    public override bool Equals(object? obj) => obj is CredentialObject other && ReferenceEquals(other._credentials, _credentials);

    public override int GetHashCode() => RuntimeHelpers.GetHashCode(_credentials);

    // AWSCredentials has GetCredentials(); AWS.Tools' own wrapper and the answers of STS have Credentials; what those give has the keys.
    private static AwsKeys? Read(object target)
    {
        if (target is PSCredential)
        {
            return null;
        }

        if (Text(target, "AccessKey", "AccessKeyId") is { } accessKey && Text(target, "SecretKey", "SecretAccessKey") is { } secretKey)
        {
            return new AwsKeys(accessKey, secretKey, Text(target, "SessionToken", "Token"));
        }

        MethodInfo? get = target.GetType().GetMethod("GetCredentials", Type.EmptyTypes);
        object? inner = get is not null ? Invoke(get, target) : Member(target, "Credentials");
        return inner is null || ReferenceEquals(inner, target) ? null : Read(inner);
    }

    private static object? Invoke(MethodInfo method, object target)
    {
        try
        {
            return method.Invoke(target, null);
        }
        catch (TargetInvocationException e)
        {
            throw CmdletErrors.CredentialRefused(target.GetType().Name, e.InnerException ?? e);
        }
    }

    private static string? Text(object target, params string[] names) => names
        .Select(name => Member(target, name)).Select(value => Convert.ToString(value, CultureInfo.InvariantCulture))
        .FirstOrDefault(text => !string.IsNullOrEmpty(text));

    private static object? Member(object target, string name) => target switch
    {
        IDictionary table => table[name],
        PSObject custom => custom.Properties[name]?.Value,
        _ => target.GetType().GetProperty(name, AnyMember)?.GetValue(target) ?? target.GetType().GetField(name, AnyMember)?.GetValue(target),
    };
}
