using System.Diagnostics.CodeAnalysis;

namespace TemporalLambda.Aws;

/// <summary>The parts of an ARN. Partition, region and account always come from one, never from a default.</summary>
/// <param name="Partition"><c>aws</c>, <c>aws-cn</c>, …</param>
/// <param name="Service"><c>lambda</c>, <c>iam</c>, …</param>
/// <param name="Region">Empty for global services.</param>
/// <param name="Account">The account's number.</param>
/// <param name="Resource">The rest, colons included.</param>
public sealed record AwsArn(string Partition, string Service, string Region, string Account, string Resource)
{
    /// <summary>Takes an ARN apart.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AwsArn? arn)
    {
        string[] parts = (text ?? "").Split(':', 6);
        arn = parts is ["arn", { Length: > 0 }, { Length: > 0 }, _, _, { Length: > 0 }]
            ? new AwsArn(parts[1], parts[2], parts[3], parts[4], parts[5])
            : null;
        return arn is not null;
    }

    /// <summary>The ARN as text.</summary>
    public override string ToString() => $"arn:{Partition}:{Service}:{Region}:{Account}:{Resource}";
}
