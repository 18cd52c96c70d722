using Temporalio.Client;

namespace TemporalLambda.Runtime.Secrets;

/// <summary>What a connection needs and nobody may see; each is null where it is given otherwise or not needed.</summary>
/// <param name="ApiKey">Where the API key is.</param>
/// <param name="Certificate">Where the client's certificate and its key are, one after the other in PEM.</param>
internal sealed record ConnectionSecrets(SecretParameter? ApiKey, SecretParameter? Certificate)
{
    /// <summary>Reads them side by side, and completes a connection's options.</summary>
    /// <exception cref="WorkerConfigurationException">One is not there, may not be read, or is none.</exception>
    public async Task CompleteAsync(TemporalClientConnectOptions options, CancellationToken cancellationToken)
    {
        Task<string>? apiKey = ApiKey?.ReadAsync(cancellationToken), pem = Certificate?.ReadAsync(cancellationToken);
        await Task.WhenAll(new[] { apiKey, pem }.OfType<Task>());
        if (apiKey is not null)
        {
            options.ApiKey = await apiKey;
            options.Tls ??= new TlsOptions();
        }

        if (pem is not null)
        {
            ClientCertificate certificate = ClientCertificate.Read(await pem);
            options.Tls ??= new TlsOptions();
            options.Tls.ClientCert = certificate.Chain;
            options.Tls.ClientPrivateKey = certificate.Key;
        }
    }
}
