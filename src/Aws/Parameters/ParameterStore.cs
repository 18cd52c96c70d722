using System.Net;
using System.Security;
using System.Security.Cryptography;
using System.Text;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;

namespace TemporalLambda.Aws.Parameters;

/// <summary>Reads and writes the parameters of a worker's API key and certificate.</summary>
internal sealed class ParameterStore(AwsSession session, IStageReporter reporter, TimeProvider time)
{
    private const int Tries = 3;

    // In bytes: what costs nothing. Certificates with a chain are larger.
    private const int LargestStandard = 4096;

    internal const string AccountsOwnKey = "alias/aws/ssm";

    /// <summary>The plain text of a key, for the one request that carries it.</summary>
    public static string Reveal(SecureString key) => new NetworkCredential("", key).Password;

    /// <summary>What is there, compared with a key.</summary>
    public async Task<ParameterState> ReadAsync(string name, SecureString? key, CancellationToken cancellationToken)
    {
        Task<bool> holds = HoldsAsync(name, key, after: 0, cancellationToken);
        DescribeParametersResponse described = await session.Parameters.DescribeParametersAsync(
            new DescribeParametersRequest { ParameterFilters = [new ParameterStringFilter { Key = "Name", Option = "Equals", Values = [name] }] },
            cancellationToken);
        ParameterMetadata? found = described.Parameters?.FirstOrDefault(parameter => parameter.Name == name);
        string? keyId = string.IsNullOrEmpty(found?.KeyId) || found.KeyId == AccountsOwnKey ? null : found.KeyId;
        return new ParameterState(name, found is not null, await holds, keyId) { Version = found?.Version ?? 0 };
    }

    /// <summary>Does a plan. A parameter that appeared meanwhile is taken where it holds the same key, and else gets another version.</summary>
    public async Task ApplyAsync(ApiKeyPlan plan, SecureString key, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        PutParameterRequest request = new()
        {
            Name = plan.Name, Type = ParameterType.SecureString, Value = Reveal(key), KeyId = plan.KeyId, Overwrite = !plan.Create,
        };
        if (Encoding.UTF8.GetByteCount(request.Value) > LargestStandard)
        {
            request.Tier = ParameterTier.IntelligentTiering;
        }

        if (plan.Create)
        {
            request.Tags = [.. tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })];
            request.Description = "What a Temporal worker connects with";
        }

        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await session.ParametersOnce.PutParameterAsync(request, cancellationToken);
                return;
            }
            catch (StageException e) when (request.Overwrite == false && e.Is(AwsFault.Conflict))
            {
                // Another run was faster.
                if (await HoldsAsync(plan.Name!, key, plan.Version, cancellationToken))
                {
                    return;
                }

                request.Overwrite = true;
                request.Tags = null;
            }
            catch (StageException e) when (attempt < Tries && IsPassing(e))
            {
                // The answer alone may be lost: sent again as it is, the same key would be two versions of the parameter.
                await Task.Delay(TimeSpan.FromSeconds(attempt), time, cancellationToken);
                if (await HoldsAsync(plan.Name!, key, plan.Version, cancellationToken))
                {
                    return;
                }
            }
        }
    }

    private static bool IsPassing(StageException e) =>
        e.Fault() is AwsFault.ServiceFailed or AwsFault.NoConnection or AwsFault.TimedOut;

    private async Task<bool> HoldsAsync(string name, SecureString? key, long after, CancellationToken cancellationToken)
    {
        if (key is null)
        {
            return false;
        }

        try
        {
            GetParameterResponse? found = await session.Parameters.GetParameterAsync(
                new GetParameterRequest { Name = name, WithDecryption = true }, cancellationToken).OrNull();
            return found is not null && found.Parameter.Version > after && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(found.Parameter.Value), Encoding.UTF8.GetBytes(Reveal(key)));
        }
        catch (StageException e) when (e.Is(AwsFault.AccessDenied))
        {
            reporter.Verbose($"Whether the parameter '{name}' holds the key already can not be seen: {e.Message}");
            return false;
        }
    }
}
