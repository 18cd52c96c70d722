using System.Text;

namespace TemporalLambda;

/// <summary>What the two halves of a Worker Deployment Version's name have in common.</summary>
internal static class VersionFields
{
    /// <summary>Why neither could be the given text, or null.</summary>
    public static string? Problem(string text)
    {
        if (text.StartsWith("__", StringComparison.Ordinal))
        {
            return "it starts with '__'";
        }

        // The server would take them; a function's environment, from which the worker reads its name, would not carry them over whole.
        if (text.Any(char.IsControl))
        {
            return "it contains a control character";
        }

        if (text.Trim().Length != text.Length)
        {
            return "it starts or ends with a space";
        }

        int bytes = Encoding.UTF8.GetByteCount(text);
        return bytes > DeploymentNames.MaxBytes ? $"it is {bytes} bytes long and {DeploymentNames.MaxBytes} are allowed" : null;
    }
}
