using System.Collections.Concurrent;

namespace TemporalLambda.Cmdlets.Connection;

/// <summary>Opens a connection once for equal options and hands the same one to everybody; one that could not be opened is tried again.</summary>
/// <param name="open">Opens a connection.</param>
/// <param name="isUsable">Whether an open connection still is; one that is not is replaced.</param>
internal sealed class SessionCache<TOptions, TConnection>(
    Func<TOptions, CancellationToken, Task<TConnection>> open, Func<TConnection, bool> isUsable)
    where TOptions : notnull
{
    private readonly ConcurrentDictionary<TOptions, Task<TConnection>> _open = new();

    public async Task<TConnection> GetAsync(TOptions options, CancellationToken cancellationToken)
    {
        Task<TConnection> connection = _open.GetOrAdd(options, o => open(o, cancellationToken));
        try
        {
            TConnection found = await connection.WaitAsync(cancellationToken);
            if (isUsable(found))
            {
                return found;
            }
        }
        catch (Exception) when (connection.IsFaulted || connection.IsCanceled)
        {
            Forget(options, connection);
            if (!connection.IsCanceled || cancellationToken.IsCancellationRequested)
            {
                throw;
            }
        }

        Forget(options, connection);
        return await GetAsync(options, cancellationToken);
    }

    private void Forget(TOptions options, Task<TConnection> connection) =>
        _open.TryRemove(new KeyValuePair<TOptions, Task<TConnection>>(options, connection));
}
