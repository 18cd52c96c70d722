using System.Text.RegularExpressions;
using Amazon.Runtime;

namespace TemporalLambda.Aws.Access;

/// <summary>Failures of which AWS's code or words tell more than their kind: which right is missing, which quota, whose clock.</summary>
internal static partial class KnownFailures
{
    /// <summary>The error of such a failure, or null where its kind says all.</summary>
    public static StageException? Explain(Exception cause, string service, string operation, string target)
    {
        if (cause is not AmazonServiceException { ErrorCode: { Length: > 0 } code } refused)
        {
            return null;
        }

        string reason = refused.Message.Trim().TrimEnd('.');
        return code switch
        {
            "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" when Missing().Match(reason) is { Success: true } missing =>
                AwsErrors.AccessDenied(
                    missing.Groups["action"].Value,
                    missing.Groups["resource"] is { Success: true } resource ? resource.Value.TrimEnd('.', ',') : target,
                    DenierOf(reason),
                    reason,
                    cause),
            "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "Forbidden" =>
                AwsErrors.AccessDenied(ActionOf(service, operation), target, DenierOf(reason), reason, cause),
            "KMSAccessDeniedException" or "KMSDisabledException" or "KMSInvalidStateException" or "KMSNotFoundException" or "InvalidKeyId"
                => AwsErrors.KeyNotUsable(service, operation, target, reason, cause),
            "InvalidParameterValueException" when reason.Contains("KMS", StringComparison.Ordinal) =>
                AwsErrors.KeyNotUsable(service, operation, target, reason, cause),
            "RequestTimeTooSkewed" or "RequestExpired" => AwsErrors.ClockWrong(service, operation, reason, cause),
            "InvalidSignatureException" or "SignatureDoesNotMatch" when reason.Contains("Signature expired", StringComparison.OrdinalIgnoreCase)
                || reason.Contains("Signature not yet current", StringComparison.OrdinalIgnoreCase) => AwsErrors.ClockWrong(service, operation, reason, cause),
            "OptInRequired" or "SubscriptionRequiredException" => AwsErrors.RegionNotEnabled(service, operation, reason, cause),
            "UnknownService" => AwsErrors.ServiceNotPlayed(service, operation, reason, cause),
            "CodeStorageExceededException" => AwsErrors.CodeStorageExceeded(operation, target, reason, cause),
            "SubnetIPAddressLimitReachedException" or "ENILimitReachedException" => AwsErrors.NetworkFull(operation, target, reason, cause),
            "InvalidSubnetIDException" or "InvalidSecurityGroupIDException" => AwsErrors.NetworkNotFound(operation, target, reason, cause),
            _ => null,
        };
    }

    // Where an action is not named as its operation.
    private static string ActionOf(string service, string operation) => (service, operation) switch
    {
        ("s3", "HeadBucket") => "s3:ListBucket",
        ("s3", "GetObjectMetadata") => "s3:GetObject",
        ("s3", "InitiateMultipartUpload" or "UploadPart" or "CompleteMultipartUpload") => "s3:PutObject",
        ("lambda", "Invoke") => "lambda:InvokeFunction",
        _ => $"{service}:{operation}",
    };

    // A policy of the organization or a boundary is changed by somebody else than one of the identity.
    private static string? DenierOf(string reason) => Denier().Match(reason) is { Success: true } found ? found.Groups["policy"].Value : null;

    [GeneratedRegex(@"not authorized to perform:? (?<action>[a-zA-Z0-9-]+:[a-zA-Z0-9]+)(?: on (?:the )?resource:? (?<resource>\S+))?", RegexOptions.CultureInvariant)]
    private static partial Regex Missing();

    [GeneratedRegex(
        "(?:explicit deny in an?|no) (?<policy>service control policy|resource control policy|permissions boundary|session policy|VPC endpoint policy)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Denier();
}
