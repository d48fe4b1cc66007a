/**
 * OpenStack: Nova, Glance, Cinder, Neutron, Swift and Octavia, behind Keystone.
 *
 * <p>{@link org.alluvium.driver.openstack.OpenstackDriver} is the component. It turns the provider into an {@link
 * org.alluvium.driver.openstack.OpenstackPlace}, a Keystone that the operator allows. Every request goes through {@link
 * org.alluvium.driver.openstack.OpenstackCalls}, which finds the service in the catalogue, bounds and counts the call and
 * translates its failure. A caller's token and catalogue are an {@link org.alluvium.driver.openstack.OpenstackSession}, kept
 * until shortly before it ends and found only with the same credentials; what the catalogue lists is what the {@link
 * org.alluvium.driver.openstack.OpenstackCloud} offers.
 *
 * <h2>Quirks worth knowing</h2>
 *
 * <ul>
 *   <li>Cinder answers 400 where the state of a volume is in the way; here it is a conflict.
 *   <li>Quotas come as 403 from Nova, 409 from Neutron and 413 from Cinder; only their sentence tells them apart.
 *   <li>A new security group lets everything out. A firewall tells only what may come in, so those rules are not shown; nor
 *       does a name belong to one group alone.
 *   <li>A network's address blocks are those of its subnets, so a network is created without any.
 *   <li>Segments of an upload are kept in a container beside the bucket's, {@code BUCKET_segments}, as other clients of
 *       Swift do; they go with their blob.
 *   <li>Swift's metadata keys know no case and no underscore: {@code my_key} travels as {@code My-Key}. Values that are not
 *       plain ASCII are percent-encoded, as Swift's documentation has it.
 *   <li>An instance without a {@code network_id} gets the project's first network with a subnet: Nova does not choose.
 *   <li>What fails is the collections of the service that fails: Nova's are realms, hardware profiles, instances and keys;
 *       Cinder's are volumes and snapshots; Neutron's are networks, subnets, interfaces, addresses and firewalls; Swift's are
 *       buckets; Octavia's are load balancers. Images are Glance's and Nova's together. An instance whose ports Neutron does not tell within a fifth of the
 *       call time-out is shown without firewalls and network interfaces, not with none; where Cinder does not tell the device
 *       of a volume, its name is empty.
 *   <li>Nova asks Neutron for the groups of the servers that it lists. When Neutron is down for Nova too, Nova answers with 500,
 *       or when it hangs not in time, and instances fail with it: no other request tells their details.
 *   <li>A service that the operator adds to the catalogue, moves or takes out of it is noticed within five minutes, or ten
 *       seconds after it could not be reached: the catalogue is read again with the same token.
 *   <li>A content that meets a token which was revoked cannot be sent twice: the client is asked to (503), with a new token
 *       ready. Any other call is repeated by itself, once.
 *   <li>Octavia takes one change of a load balancer at a time; a registration waits for its turn for a fifth of the call
 *       time-out, then it is a conflict. Where instances listen is kept in the description of the pool. Zones of Octavia
 *       are not Nova's: a load balancer is in the realm {@code default}, whichever it was asked for.
 *   <li>Console output has no place in the API and is not asked for. Nor are there metrics: Nova's diagnostics are its
 *       administrators', and Gnocchi, which others may read, is no part of a usual catalogue.
 *   <li>Several instances of one request are all or none. Nova numbers their names, and tells no password that it made.
 *   <li>A reboot is a soft one, which Nova itself makes hard when the guest does not listen; in error it is hard at once.
 * </ul>
 *
 * <h2>States of servers</h2>
 *
 * <table>
 *   <caption>Nova's status, and the task under way, which goes before it</caption>
 *   <tr><td>BUILD REBUILD REBOOT HARD_REBOOT RESIZE REVERT_RESIZE<td>PENDING
 *   <tr><td>tasks powering-on resuming unpausing unshelving restoring<td>PENDING
 *   <tr><td>ACTIVE MIGRATING PASSWORD RESCUE VERIFY_RESIZE<td>RUNNING; all but ACTIVE can only be destroyed
 *   <tr><td>tasks powering-off suspending pausing shelving* deleting soft-deleting<td>STOPPING
 *   <tr><td>SHUTOFF PAUSED SUSPENDED SHELVED SHELVED_OFFLOADED<td>STOPPED
 *   <tr><td>DELETED SOFT_DELETED<td>FINISH
 *   <tr><td>ERROR<td>ERROR
 *   <tr><td>UNKNOWN, or any other<td>none
 * </table>
 */
@NullMarked
package org.alluvium.driver.openstack;

import org.jspecify.annotations.NullMarked;
