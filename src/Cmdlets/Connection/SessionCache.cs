using System.Collections;
using System.Collections.Concurrent;

namespace TemporalLambda.Cmdlets.Connection;

/// <summary>
/// Opens a connection once for equal options and hands the same one to everybody; one that could not be opened is tried again. Options
/// that leave something to the environment are equal only while its variables are.
/// </summary>
/// <param name="variablePrefix">What the variables' names begin with.</param>
/// <param name="open">Opens a connection.</param>
internal sealed class SessionCache<TOptions, TConnection>(string variablePrefix, Func<TOptions, CancellationToken, Task<TConnection>> open)
    where TOptions : notnull
{
    private readonly ConcurrentDictionary<(TOptions Options, int Environment), Task<TConnection>> _open = new();

    public async Task<TConnection> GetAsync(TOptions options, CancellationToken cancellationToken)
    {
        (TOptions, int) key = (options, EnvironmentHash());
        Task<TConnection> connection = _open.GetOrAdd(key, k => open(k.Options, cancellationToken));
        try
        {
            return await connection.WaitAsync(cancellationToken);
        }
        catch (Exception) when (connection.IsFaulted || connection.IsCanceled)
        {
            _open.TryRemove(new KeyValuePair<(TOptions, int), Task<TConnection>>(key, connection));

            // Another cmdlet that was stopped began it; this one was not.
            if (connection.IsCanceled && !cancellationToken.IsCancellationRequested)
            {
                return await GetAsync(options, cancellationToken);
            }

            throw;
        }
    }

    private int EnvironmentHash()
    {
        var hash = default(HashCode);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().OrderBy(v => (string)v.Key, StringComparer.Ordinal))
        {
            if (((string)variable.Key).StartsWith(variablePrefix, StringComparison.Ordinal))
            {
                hash.Add(variable.Key);
                hash.Add(variable.Value);
            }
        }

        return hash.ToHashCode();
    }
}
