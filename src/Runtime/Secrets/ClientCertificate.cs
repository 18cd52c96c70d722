using System.Security.Cryptography;
using System.Text;

namespace TemporalLambda.Runtime.Secrets;

/// <summary>A client's certificate with its chain, and its private key, each in PEM.</summary>
internal sealed record ClientCertificate(byte[] Chain, byte[] Key)
{
    private const string Variable = "TEMPORAL_TLS_PARAMETER";

    /// <summary>Without the key.</summary>
    public override string ToString() => nameof(ClientCertificate);

    /// <summary>Takes apart what has both, in whatever order.</summary>
    /// <exception cref="WorkerConfigurationException">One of them is missing.</exception>
    public static ClientCertificate Read(string pem)
    {
        StringBuilder chain = new(), key = new();
        ReadOnlySpan<char> rest = pem;
        while (PemEncoding.TryFind(rest, out PemFields block))
        {
            ReadOnlySpan<char> label = rest[block.Label];
            StringBuilder? kind = label.SequenceEqual("CERTIFICATE") ? chain : label.EndsWith("PRIVATE KEY", StringComparison.Ordinal) ? key : null;
            kind?.Append(rest[block.Location]).Append('\n');
            rest = rest[block.Location.End..];
        }

        return chain.Length > 0 && key.Length > 0
            ? new(Encoding.ASCII.GetBytes(chain.ToString()), Encoding.ASCII.GetBytes(key.ToString()))
            : throw new WorkerConfigurationException(
                $"The parameter that {Variable} names holds no {(chain.Length == 0 ? "certificate" : "private key")} in PEM: put the client's certificate and its key into it, one after the other.");
    }
}
